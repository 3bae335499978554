import type { Context } from './context'
import type { Turn } from './turn'
import { textOf } from './prompt'
import { until } from './until'

const LONGEST = 60
const PATIENCE_MS = 30_000

/** A title from the first words of a question: one line, cut at a word. */
export function titleFromText(text: string): string {
  const line = text.trim().split('\n')[0]?.replaceAll(/\s+/g, ' ') ?? ''
  if (line.length <= LONGEST) return line
  const cut = line.slice(0, LONGEST)
  const space = cut.lastIndexOf(' ')
  const whole = space > LONGEST / 2 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')
  return `${whole}…`
}

/** After the first exchange, lets the model that answered name the conversation. */
export async function titleByModel(
  context: Context,
  turn: Turn,
  signal: AbortSignal,
): Promise<void> {
  const { id } = turn.conversation
  const conversation = await context.read.conversations.get(id)
  const settings = await context.read.settings.get()
  const isFirst = turn.request.messages.filter((message) => message.role === 'user').length === 1
  if (conversation.titleSource !== 'text' || !settings.titlesByModel || !isFirst) return
  if (turn.request.model === '') return
  const title = await askForTitle(context, turn, signal).catch((error: unknown) => {
    // A missing title costs nothing: the first words stay.
    context.log.warn('no title from the model', { conversationId: id, error })
    return ''
  })
  if (title === '') return
  const named = await context.write.conversations.suggestTitle(id, title)
  if (named) context.publish('conversation.saved', named)
}

async function askForTitle(context: Context, turn: Turn, signal: AbortSignal): Promise<string> {
  const reply = await context.read.messages.get(turn.reply.id)
  const question = turn.request.messages.findLast((message) => message.role === 'user')
  if (!question) return ''
  const exchange = `User: ${textOf(question).slice(0, 2000)}\n\nAssistant: ${textOf(reply).slice(0, 2000)}`
  const request = {
    ...turn.request,
    continuing: false,
    instructions:
      'Write a title of at most six words for the conversation, in its language. Answer with the title only.',
    parameters: { maxTokens: 400, temperature: 0.3 },
    messages: [{ ...question, parts: [{ type: 'text' as const, text: exchange }] }],
  }
  let title = ''
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  for await (const part of until(patience, turn.provider.stream(request, patience))) {
    if (part.type === 'text') title += part.text
    if (title.length > 500) break
  }
  // Cut short, it would be a title of half a sentence.
  if (patience.aborted) return ''
  return titleFromText(title.trim().replaceAll(/^["'#*\s]+|["'*\s.]+$/g, ''))
}
