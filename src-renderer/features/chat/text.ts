import type { Message, Part } from '@contract/entities'

/** What the author wrote, as Markdown: without reasoning, tools and errors. */
export function textOf(message: Message) {
  return message.parts.flatMap(textOfPart).join('\n\n')
}

/** The last fenced block of a text, without its fence. */
export function lastCodeOf(text: string) {
  return [...text.matchAll(/^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?^\1/gm)].at(-1)?.[2]
}

function textOfPart(part: Part): string[] {
  if (part.type === 'text') return [part.text]
  if (part.type === 'code') return [fence(part.language, part.text)]
  return []
}

/** A fence longer than any inside, so that the block ends where it should. */
export function fence(language: string, code: string) {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((run) => run[0].length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${language}\n${code}\n${marks}`
}
