import type { Part } from '@contract/entities'
import type { Attachment, ExportedMessage, Tree } from '../../db/exports'
import { describeFailure, text } from '../../text'
import { escaped } from './escaped'
import { piecesOf } from './fences'
import { markdownPage, plain } from './markdownPage'
import type { Step } from './order'
import type { Pictures } from './pictures'
import { STYLE } from './style'
import type { Tally } from './tally'
import {
  authorOf,
  factsOf,
  noteUnread,
  noteUnreadOf,
  type Reading,
  remarksOf,
  stepsOf,
  titleOf,
  writeSeconds,
  writeTime,
} from './words'

/** Nothing in the file may run or be fetched, even where a text got past the escaping. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

interface Drawing {
  many: boolean
  pictures: Pictures
  drawn?: boolean
}

/**
 * One file to be read and printed, complete in itself: every text is written as text. Without `drawn`
 * Markdown stays as it is, where only what is written is counted.
 */
export function* writeHtml(
  tally: Tally,
  trees: Iterable<Tree>,
  { many, pictures, drawn = true, ...reading }: Reading & Drawing,
): Generator<string> {
  let isFirst = true
  if (many) yield headOf(text('transcript:document'))
  for (const tree of trees) {
    if (isFirst && !many) yield headOf(titleOf(tree))
    isFirst = false
    noteUnread(tally, tree)
    yield* writeTree(tally, tree, reading, { pictures, draw: drawn ? markdownPage : plain })
  }
  yield '</main>\n</body>\n</html>\n'
}

function headOf(title: string): string {
  return `<!doctype html>
<html lang="${text('transcript:language')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
`
}

/** How Markdown becomes a part of the page. */
type Draw = (value: string) => string

function* writeTree(
  tally: Tally,
  tree: Tree,
  reading: Reading,
  { pictures, draw }: { pictures: Pictures; draw: Draw },
): Generator<string> {
  yield `<section class="conversation">\n<h1 dir="auto">${escaped(titleOf(tree))}</h1>\n<dl>`
  for (const [name, value] of factsOf(tree)) {
    yield `<div><dt>${escaped(name)}</dt><dd dir="auto">${escaped(value)}</dd></div>`
  }
  yield '</dl>\n'
  const { instructions } = tree.conversation
  if (instructions.trim()) yield folded(text('transcript:instructions'), prose(instructions))
  for (const step of stepsOf(tally, tree, reading)) {
    const message = tree.read(step.place)
    tally.messages += 1
    const urls = message.attachments.map(pictures)
    noteUnreadOf(tally, message, urls.filter((url) => url !== null).length)
    yield `<article class="${message.role}">\n${headingOf(step, message)}`
    for (const part of message.parts) yield writePart(part, message.role, draw)
    for (const [index, attachment] of message.attachments.entries()) {
      yield writeAttachment(attachment, urls[index] ?? null)
    }
    yield '</article>\n'
  }
  yield '</section>\n'
}

function headingOf(step: Step, message: ExportedMessage): string {
  const remarks = remarksOf(step, message)
    .map((remark) => ` <em>${escaped(remark)}</em>`)
    .join('')
  const time = `<time datetime="${new Date(message.createdAt).toISOString()}">${writeTime(message.createdAt)}</time>`
  return `<h2><bdi>${escaped(authorOf(message))}</bdi> ${time}${remarks}</h2>\n`
}

function writePart(part: Part, role: ExportedMessage['role'], draw: Draw): string {
  switch (part.type) {
    case 'text':
      // What a person typed is shown as it was typed, as in the window.
      return role === 'user' ? prose(part.text) : draw(part.text)
    case 'code':
      return code(part.text)
    case 'reasoning': {
      const { milliseconds } = part
      const took = milliseconds === undefined ? '' : ` (${writeSeconds(milliseconds)})`
      return folded(`${text('transcript:reasoning')}${took}`, draw(part.text))
    }
    case 'tool_call':
      return folded(text('transcript:toolCall', { name: part.name }), data(part.input))
    case 'tool_result': {
      const key = part.isError ? 'transcript:toolFailed' : 'transcript:toolResult'
      return folded(text(key, { name: part.name }), data(part.output))
    }
    case 'citation': {
      const named = `${text('transcript:source')}: ${part.title ?? ''} ${part.url}`
      return `<p class="note" dir="auto">${escaped(named)}</p>\n${part.text ? prose(part.text) : ''}`
    }
    case 'error':
      return `<p class="note failed">${escaped(`${text('transcript:error')}: ${describeFailure(part.error)}`)}</p>\n`
    case 'unknown':
      return folded(text('transcript:unknown', { origin: part.origin }), data(part.data))
    case 'attachment':
      // Named with the message's attachments.
      return ''
  }
}

function writeAttachment(file: Attachment, url: string | null): string {
  const { name, extractedText, bytes: count } = file
  const named = text('transcript:attachment', { name, count })
  if (url !== null) {
    return `<figure><img src="${url}" alt="">\n<figcaption class="note" dir="auto">${escaped(named)}</figcaption></figure>\n`
  }
  if (extractedText !== null) return folded(named, code(extractedText))
  return `<p class="note" dir="auto">${escaped(named)}</p>\n`
}

/** A text as it was written, only its blocks of code set apart. */
function prose(value: string): string {
  return piecesOf(value)
    .map((piece) => {
      if (piece.type === 'code') return code(piece.text)
      return plain(piece.text)
    })
    .join('')
}

function code(value: string): string {
  return `<pre><code>${escaped(value)}</code></pre>\n`
}

function data(value: unknown): string {
  return code(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
}

function folded(name: string, inside: string): string {
  return `<details>\n<summary dir="auto">${escaped(name)}</summary>\n${inside}</details>\n`
}
