import { setTimeout as wait } from 'node:timers/promises'
import type { Message } from '@contract/entities'
import { createSearch, readSections } from './guideSearch'
import type { ChatProvider } from './provider'

const BUNDLED = import.meta.glob<string>('../../resources/guide/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

const PACE_MS = 20
const PIECES_A_STEP = 3
/** A section that covers less of the question than this is no answer to it. */
const COVERED = 0.45

const NOTE =
  "_I am Keepsake's offline guide: I look things up in the built-in help. I am not a language model._"

const FILES =
  'I cannot read files: what you attached is kept with your message, and a model can be asked about it later.'

/** The built-in assistant: knows this program's help texts and nothing else, and says so. */
export function openGuide(paceMs = PACE_MS, texts = Object.values(BUNDLED)): ChatProvider {
  const sections = texts.flatMap(readSections)
  const search = createSearch(sections)
  const topics = [...new Set(sections.map(({ topic }) => topic))]
    .map((topic) => `- ${topic}`)
    .join('\n')

  return {
    async *stream({ messages, continuing }, signal) {
      const asked = messages.findLast(({ role }) => role === 'user')
      const hasFiles = asked?.parts.some(({ type }) => type === 'attachment') ?? false
      const question = textOf(asked)
      const answered = question.trim() === '' && hasFiles ? NOTE : answer(question)
      const whole = hasFiles ? `${FILES}\n\n${answered}` : answered
      const last = messages.at(-1)
      const begun = continuing && last?.role === 'assistant' ? textOf(last) : ''
      const rest = whole.startsWith(begun) ? whole.slice(begun.length) : `\n\n${whole}`
      const pieces = rest.match(/\s*\S+\s*/g) ?? []
      for (let at = 0; at < pieces.length && !signal.aborted; at += PIECES_A_STEP) {
        yield { type: 'text', text: pieces.slice(at, at + PIECES_A_STEP).join('') }
        await wait(paceMs, undefined, { signal }).catch(() => {})
      }
    },
    models: async () => [{ name: 'guide' }],
  }

  function answer(question: string): string {
    const small = smallTalk(question)
    if (small) return `${small}\n\nAsk me about:\n\n${topics}\n\n${NOTE}`
    const hits = search(question).filter(({ covered }) => covered >= COVERED)
    const [best, second] = hits
    if (!best) {
      return `I found nothing about that in the help. To talk about anything else, add a model under Settings, Providers.\n\nI can answer questions about:\n\n${topics}\n\n${NOTE}`
    }
    const shown = second && second.score > best.score * 0.75 ? [best, second] : [best]
    const also = hits.slice(shown.length, shown.length + 3).map(({ section }) => section.heading)
    return [
      ...shown.map(({ section }) => `## ${section.heading}\n\n${section.text}`),
      ...(also.length > 0 ? [`See also: ${also.join(' · ')}`] : []),
      NOTE,
    ].join('\n\n')
  }
}

/** What people say that is no question about the program. */
function smallTalk(question: string): string | null {
  const text = question
    .trim()
    .toLowerCase()
    .replace(/[\s!?.,…]+/g, ' ')
    .trim()
  if (
    /^(hi|hello|hey|hallo|hola|salut|ciao|good (morning|day|evening))( there| you| guide| keepsake)?$/.test(
      text,
    )
  ) {
    return 'Hello! I can explain how Keepsake works.'
  }
  if (/^(thanks|thank you|thx|danke|merci|gracias)( .{0,20})?$/.test(text))
    return 'You are welcome.'
  if (
    /^(help|what can (you|i) (do|ask).*|who are you|what are you|what is this|are you (an? )?(ai|human|bot|real|language model|llm).*)$/.test(
      text,
    )
  ) {
    return 'I am a search through the help texts that come with Keepsake. I work without a network, a key or an account, and I cannot talk about anything else.'
  }
  return null
}

function textOf(message: Message | undefined): string {
  return (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('')
}
