import type { Part } from '@contract/entities'
import type { Attachment, ExportedMessage, Tree } from '../../db/exports'
import { describeFailure, text } from '../../text'
import { fenced, piecesOf } from './fences'
import type { Step } from './order'
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

/**
 * For reading and for notes. The texts are Markdown already and stay as they are, except for what is
 * left open at their end, which would take the following messages into it.
 */
export function* writeMarkdown(
  tally: Tally,
  trees: Iterable<Tree>,
  reading: Reading,
): Generator<string> {
  let isFirst = true
  for (const tree of trees) {
    if (!isFirst) yield '\n\n'
    isFirst = false
    noteUnread(tally, tree)
    yield `# ${escaped(titleOf(tree))}\n\n`
    for (const [name, value] of factsOf(tree)) yield `- ${name}: ${escaped(value)}\n`
    const { instructions } = tree.conversation
    if (instructions.trim()) {
      yield `\n**${text('transcript:instructions')}**\n\n${quoted(instructions)}\n`
    }
    for (const step of stepsOf(tally, tree, reading)) {
      const message = tree.read(step.place)
      tally.messages += 1
      noteUnreadOf(tally, message)
      yield `\n---\n\n## ${headingOf(step, message)}\n`
      for (const part of message.parts) yield* writePart(part)
      for (const attachment of message.attachments) yield writeAttachment(attachment)
    }
  }
  yield '\n'
}

function headingOf(step: Step, message: ExportedMessage): string {
  const said = [authorOf(message), writeTime(message.createdAt), ...remarksOf(step, message)]
  return said.map(escaped).join(' · ')
}

function* writePart(part: Part): Generator<string> {
  switch (part.type) {
    case 'text':
      if (part.text.trim()) yield `\n${contained(part.text)}\n`
      break
    case 'code':
      yield `\n${fenced(part.text, part.language)}\n`
      break
    case 'reasoning': {
      const { milliseconds } = part
      const took = milliseconds === undefined ? '' : ` (${writeSeconds(milliseconds)})`
      yield `\n> **${text('transcript:reasoning')}**${took}\n>\n${quoted(part.text)}\n`
      break
    }
    case 'tool_call':
      yield `\n**${text('transcript:toolCall', { name: escaped(part.name) })}**\n\n${asData(part.input)}\n`
      break
    case 'tool_result': {
      const key = part.isError ? 'transcript:toolFailed' : 'transcript:toolResult'
      yield `\n**${text(key, { name: escaped(part.name) })}**\n\n${asData(part.output)}\n`
      break
    }
    case 'citation': {
      const name = escaped(part.title ?? part.url)
      yield `\n> ${text('transcript:source')}: ${name} ${asCode(part.url)}\n`
      if (part.text) yield `>\n${quoted(part.text)}\n`
      break
    }
    case 'error':
      yield `\n> **${text('transcript:error')}**: ${escaped(describeFailure(part.error))}\n`
      break
    case 'unknown':
      yield `\n**${text('transcript:unknown', { origin: escaped(part.origin) })}**\n\n${asData(part.data)}\n`
      break
    case 'attachment':
      // Named with the message's attachments.
      break
  }
}

function writeAttachment({ name, extractedText, bytes }: Attachment): string {
  const named = `\n**${text('transcript:attachment', { name: escaped(name), count: bytes })}**\n`
  return extractedText === null ? named : `${named}\n${fenced(extractedText)}\n`
}

/** A tool's words: text as it is, anything else as JSON. */
function asData(data: unknown): string {
  if (typeof data === 'string') return fenced(data)
  return fenced(JSON.stringify(data, null, 2), 'json')
}

function asCode(value: string): string {
  const longest = (value.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
  const ticks = '`'.repeat(longest + 1)
  return `${ticks} ${value.replaceAll(/\s/g, ' ')} ${ticks}`
}

/** Lines that belong together. */
function quoted(value: string): string {
  return contained(value)
    .split(/\r\n|\r|\n/)
    .map((line) => (line ? `> ${line}` : '>'))
    .join('\n')
}

/** Signs that would mean something in the middle of a line. */
function escaped(value: string): string {
  return value.replaceAll(/[\\`*_[\]<>&#|~]/g, String.raw`\$&`)
}

/** A text that ends what it begins, so that no fence and no tag of it takes in what follows. */
function contained(value: string): string {
  return piecesOf(value)
    .map((piece) =>
      piece.type === 'code'
        ? (piece.source ?? fenced(piece.text, piece.language))
        : withoutOpenTags(piece.text),
    )
    .join('\n')
}

/** Code within a line, or the beginning of HTML that goes on until it is ended, such as a comment. */
const OPEN_TAG =
  /(?<!`)(`+)(?!`)[^\n]{0,1000}?(?<!`)\1(?!`)|<(?=!|\?|\/?(?:script|style|pre|textarea|details|title|xmp|iframe|template|plaintext|noscript)\b)/gi

function withoutOpenTags(value: string): string {
  return value.replaceAll(OPEN_TAG, (found) => (found === '<' ? String.raw`\<` : found))
}
