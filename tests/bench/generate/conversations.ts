import type { Part } from '@contract/entities'
import type { conversations, messages } from '../../../src-main/db/schema/chat'
import { type File, openFiles } from './files'
import { type Random, uuidv7 } from './random'
import type { Writer } from './text'

export type ConversationRow = typeof conversations.$inferInsert
export type MessageRow = typeof messages.$inferInsert

export interface Chat {
  conversation: ConversationRow
  /** In order of creation, parents before their children. */
  messages: MessageRow[]
  files: File[]
  tagIds: string[]
}

export interface Plan {
  conversations: number
  messages: number
  /** Messages of the one chat that is far longer than all others. */
  longest: number
  /** One server and its model. */
  providerId: string
  model: string
  projectIds: string[]
  tagIds: string[]
}

/** All that is generated happened in the three years before this. */
export const END = Date.UTC(2026, 0, 1)
const SPAN = 3 * 365 * 86_400_000
const MINUTE = 60_000

/** How many messages each conversation has, the longest last; their sum is what was asked for. */
export function sizes(random: Random, plan: Plan): number[] {
  const count = plan.conversations - 1
  const weights = Array.from({ length: count }, () => random.around(1000, 1))
  const least = 2
  const left = plan.messages - plan.longest - least * count
  if (left < 0) throw new Error('There are too few messages for so many conversations.')
  const scale = left / weights.reduce((sum, weight) => sum + weight, 0)
  const given = weights.map((weight) => least + Math.floor(weight * scale))
  const missing = plan.messages - plan.longest - given.reduce((sum, size) => sum + size, 0)
  for (let rest = missing; rest > 0; rest -= 1) {
    const lucky = random.below(count)
    given[lucky] = (given[lucky] ?? 0) + 1
  }
  return [...given, plan.longest]
}

/** The conversations of a plan, oldest first, one at a time. */
export function* makeChats(random: Random, writer: Writer, plan: Plan): Generator<Chat> {
  const all = sizes(random, plan)
  const attach = openFiles(random, writer)
  for (const [index, size] of all.entries()) {
    const longest = index === all.length - 1
    const began = END - SPAN + Math.floor((index / all.length) * SPAN * 0.98)
    const room = longest ? SPAN / 100 : Math.min(END - began, 90 * 86_400_000)
    yield makeChat(random, writer, plan, { size, began, room, longest, attach })
  }
}

interface Shape {
  size: number
  began: number
  room: number
  longest: boolean
  attach: ReturnType<typeof openFiles>
}

function makeChat(random: Random, writer: Writer, plan: Plan, shape: Shape): Chat {
  const ideographic = random.chance(0.06)
  const thinks = random.chance(0.15)
  const step = Math.min(random.around(3 * MINUTE, 1), Math.floor(shape.room / (shape.size + 1)))
  const made: MessageRow[] = []
  const files: File[] = []
  const conversationId = uuidv7(random, shape.began)
  let time = shape.began
  let leaf: MessageRow | null = null

  function add(parent: MessageRow | null, role: 'user' | 'assistant'): MessageRow {
    time += 1 + random.below(Math.max(1, step))
    const id = uuidv7(random, time)
    const row: MessageRow = {
      id,
      conversationId,
      parentId: parent?.id ?? null,
      role,
      ...(role === 'user' ? question(id) : reply()),
      createdAt: time,
      updatedAt: time,
    }
    made.push(row)
    return row
  }

  function question(id: string): Pick<MessageRow, 'status' | 'parts'> {
    const parts: Part[] = [{ type: 'text', text: writer.question(ideographic) }]
    if (random.chance(0.01)) {
      const file = shape.attach(id, time)
      files.push(file)
      parts.push({ type: 'attachment', attachmentId: file.row.id, name: file.row.name })
    }
    return { status: 'complete', parts }
  }

  function reply() {
    const parts: Part[] = []
    if (thinks) {
      const milliseconds = random.around(3000, 1)
      parts.push({ type: 'reasoning', text: writer.reasoning(), milliseconds })
    }
    if (random.chance(0.01)) parts.push(...writer.toolCall())
    const text = writer.reply(ideographic)
    parts.push({ type: 'text', text })
    const end = random.next()
    const status: MessageRow['status'] =
      end < 0.97 ? 'complete' : end < 0.985 ? 'stopped' : end < 0.995 ? 'interrupted' : 'failed'
    if (status === 'failed') parts.push({ type: 'error', error: { code: 'provider_cut_off' } })
    const usage = {
      inputTokens: random.between(20, 4000),
      outputTokens: Math.ceil(text.length / 4),
    }
    const timings = { firstToken: random.around(400, 0.5), total: random.around(4000, 0.8) }
    return { status, parts, usage, timings, providerId: plan.providerId, model: plan.model }
  }

  while (made.length < shape.size) {
    const role: 'user' | 'assistant' = leaf?.role === 'user' ? 'assistant' : 'user'
    // Asked again, or edited: an older version that is not on the visible branch. The long chat
    // has none, so that its branch is as long as it is.
    if (leaf && !shape.longest && made.length < shape.size - 1 && random.chance(0.04)) {
      const version = add(leaf, role)
      if (random.chance(0.05)) version.deletedAt = time
      else if (random.chance(0.02)) version.rating = random.pick(['up', 'down'])
    } else {
      leaf = add(leaf, role)
    }
  }

  const kept = random.next()
  const tagCount = random.chance(0.25) ? random.between(1, 3) : 0
  return {
    messages: made,
    files,
    tagIds: [...new Set(Array.from({ length: tagCount }, () => random.pick(plan.tagIds)))],
    conversation: {
      id: conversationId,
      title: writer.title(),
      titleSource: random.pick(['text', 'model', 'model', 'user']),
      pinned: !shape.longest && kept < 0.003,
      archived: !shape.longest && kept > 0.97,
      deletedAt: !shape.longest && kept > 0.95 && kept <= 0.97 ? END : null,
      projectId: random.chance(0.4) ? random.pick(plan.projectIds) : null,
      currentMessageId: leaf?.id ?? null,
      providerId: random.chance(0.3) ? plan.providerId : null,
      createdAt: shape.began,
      updatedAt: time,
    },
  }
}
