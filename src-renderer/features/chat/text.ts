import type { Message, Part } from '@contract/entities'
import { withoutControls, withoutHidden } from './parts/hidden'

/** What the author wrote, as Markdown: without reasoning, tools and errors. */
export function textOf(message: Message) {
  return message.parts.flatMap(textOfPart).join('\n\n')
}

/** The same for the clipboard: of a reply without what a model may have hidden in it. */
export function copyOf(message: Message) {
  const text = textOf(message)
  return message.role === 'user' ? text : withoutControls(text)
}

/** The last fenced block of a text, without its fence and what is hidden in it. */
export function lastCodeOf(text: string) {
  const blocks = [...text.matchAll(/^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?^\1/gm)]
  return withoutHidden(blocks.at(-1)?.[2] ?? '')
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
