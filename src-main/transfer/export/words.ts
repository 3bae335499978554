import type { ExportedMessage, Tree } from '../../db/exports'
import { text } from '../../text'
import { branchTo, inTreeOrder, type Step } from './order'
import { leaveOut, type Tally } from './tally'

// What the formats for reading say around the texts, and what they leave out.

/** Whether all versions are written, or only the branch that is shown. */
export interface Reading {
  branches: 'all' | 'shown'
}

/** The messages as they are to be read, one after the other. */
export function stepsOf(tally: Tally, tree: Tree, { branches }: Reading): Step[] {
  const steps = [...inTreeOrder(tree.places)]
  if (branches === 'all') return steps
  const shown = new Set(branchTo(tree.places, tree.conversation.currentMessageId))
  leaveOut(tally, 'messages', 'branch', tree.places.length - shown.size)
  return steps.filter(({ place }) => shown.has(place))
}

export function titleOf({ conversation }: Tree): string {
  return oneLine(conversation.title) || text('transcript:untitled')
}

/** What is said of a conversation before its messages: names with their values. */
export function factsOf({ conversation, projects, tags }: Tree): [name: string, value: string][] {
  const { model, createdAt, updatedAt } = conversation
  const facts: [string, string][] = [
    [text('transcript:created'), writeTime(createdAt)],
    [text('transcript:lastActivity'), writeTime(updatedAt)],
  ]
  if (projects.length > 0) {
    facts.push([text('transcript:project'), projects.map(({ name }) => name).join(' / ')])
  }
  if (tags.length > 0) {
    facts.push([text('transcript:tags'), tags.map(({ name }) => name).join(', ')])
  }
  if (model) facts.push([text('transcript:model'), model])
  return facts.map(([name, value]) => [name, oneLine(value)])
}

export function authorOf({ role, model }: ExportedMessage): string {
  if (role === 'assistant') return oneLine(model ?? '') || text('transcript:assistant')
  return text(role === 'user' ? 'transcript:you' : 'transcript:system')
}

/** What is to be known of a message besides its text, such as that it is the second of three versions. */
export function remarksOf({ version, versions }: Step, { status, rating }: ExportedMessage) {
  return [
    ...(versions > 1 ? [text('transcript:version', { version, versions })] : []),
    ...(status === 'complete' || status === 'streaming' ? [] : [text(`transcript:${status}`)]),
    ...(rating === null ? [] : [text(`transcript:rated_${rating}`)]),
  ]
}

/** For a file to be read, what only a program could use. */
export function noteUnread(tally: Tally, tree: Tree): void {
  leaveOut(tally, 'settings', 'format', tree.conversation.parameters === null ? 0 : 1)
  leaveOut(tally, 'origins', 'format', tree.conversation.source === null ? 0 : 1)
}

/** `held` of its files are in the export whole. */
export function noteUnreadOf(tally: Tally, message: ExportedMessage, held = 0): void {
  const { attachments, usage, timings, source } = message
  leaveOut(tally, 'attachments', 'content', attachments.length - held)
  leaveOut(tally, 'usage', 'format', usage === null && timings === null ? 0 : 1)
  leaveOut(tally, 'origins', 'format', source === null ? 0 : 1)
}

/** A duration, such as "1.2 s". */
export function writeSeconds(milliseconds: number): string {
  return text('transcript:seconds', { seconds: (milliseconds / 1000).toFixed(1) })
}

/** As 2026-01-31 14:05, in local time: the same order in every language. */
export function writeTime(time: number): string {
  return clock.format(time)
}

const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

function oneLine(value: string): string {
  return value.replaceAll(/\s+/g, ' ').trim()
}
