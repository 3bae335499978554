import type { Part } from '@contract/entities'
import type { Random } from './random'
import type { Words } from './words'

/** What people and models write, as far as its shape matters: lengths, blocks, scripts. */
export interface Writer {
  title(): string
  /** Of a project, a tag or a file. */
  name(): string
  /** Some sentences, such as a file has. */
  notes(): string
  question(ideographic: boolean): string
  reply(ideographic: boolean): string
  /** About so many characters of Markdown. */
  markdown(length: number): string
  reasoning(): string
  toolCall(): Part[]
}

const LANGUAGES = ['ts', 'python', 'sql', 'bash', 'json', '']

export function openWriter(random: Random, words: Words): Writer {
  const { word, oddity, ideograph, emoji } = words

  function sentence(): string {
    let text = capital(word())
    for (let rest = random.between(3, 20); rest > 0; rest -= 1) {
      const style = random.next()
      if (style < 0.02) text += ` **${word()}**`
      else if (style < 0.05) text += ` \`${identifier()}\``
      else if (style < 0.06) text += ` ${oddity()}`
      else text += `${style > 0.95 ? ',' : ''} ${word()}`
    }
    return text + random.pick(['.', '.', '.', '.', '?', ':'])
  }

  function ideographicSentence(): string {
    const characters = Array.from({ length: random.between(6, 30) }, () => ideograph()).join('')
    const comma = random.between(3, characters.length)
    return `${characters.slice(0, comma)}，${characters.slice(comma)}。`
  }

  function paragraph(ideographic: boolean): string {
    const sentences = Array.from({ length: random.between(1, 5) }, () =>
      ideographic ? ideographicSentence() : sentence(),
    )
    if (random.chance(0.04)) sentences.push(emoji())
    return sentences.join(ideographic ? '' : ' ')
  }

  function identifier(): string {
    const kind = random.next()
    if (kind < 0.4) return `${word()}_${word()}`
    return kind < 0.7 ? `${word()}(${word()})` : `${word()}.${word()}`
  }

  function code(): string {
    const lines = Array.from({ length: random.around(10, 0.7) }, () => {
      const indent = '  '.repeat(random.below(4))
      if (random.chance(0.15)) return `${indent}// ${word()} ${word()} ${word()}`
      return `${indent}const ${word()} = ${identifier()} + ${random.below(10_000)}`
    })
    return `\`\`\`${random.pick(LANGUAGES)}\n${lines.join('\n')}\n\`\`\``
  }

  function list(): string {
    const bullet = random.pick(['-', '*', '1.'])
    const items = Array.from({ length: random.between(2, 7) }, () => `${bullet} ${sentence()}`)
    return items.join('\n')
  }

  function table(): string {
    const row = () => `| ${word()} | ${word()} ${word()} | ${random.below(1000)} |`
    return ['| a | b | c |', '|---|---|---|', row(), row(), row()].join('\n')
  }

  function block(ideographic: boolean): string {
    const kind = random.next()
    if (kind < 0.12) return code()
    if (kind < 0.24) return list()
    if (kind < 0.26) return table()
    if (kind < 0.34) return `## ${word()} ${word()} ${word()}`
    return paragraph(ideographic)
  }

  function blocks(length: number, next: () => string): string {
    const written: string[] = []
    for (let size = 0; size < length || written.length === 0; size += written.at(-1)?.length ?? 0) {
      written.push(next())
    }
    return written.join('\n\n')
  }

  return {
    title: () => Array.from({ length: random.between(2, 7) }, word).join(' '),
    name: () => `${capital(word())} ${word()}`,
    notes: () => blocks(random.around(300, 0.7), () => paragraph(false)),
    question: (ideographic) =>
      blocks(random.around(70, 1.1), () => (random.chance(0.03) ? code() : paragraph(ideographic))),
    reply: (ideographic) => blocks(random.around(600, 0.8), () => block(ideographic)),
    markdown: (length) => blocks(length, () => block(false)),
    reasoning: () => blocks(random.around(500, 0.7), () => paragraph(false)),
    toolCall() {
      const callId = `call_${random.below(2 ** 31)}`
      const name = `${word()}_${word()}`
      return [
        { type: 'tool_call', callId, name, input: { query: sentence() } },
        { type: 'tool_result', callId, name, output: paragraph(false) },
      ]
    },
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
