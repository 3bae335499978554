import { Message, type Part, Time } from '@contract/entities'
import type { ForeignFile, ForeignMessage, ForeignPart } from '../foreign'
import { isRecord, kept, list, numeric, type Raw, record, text } from '../raw'

// What this program adds to the interactions that it writes: whose child each message is, and what the
// other program has no field for. The texts themselves stand in the fields of the other program.

const Told = Message.pick({ model: true, usage: true, timings: true, rating: true })
  .partial()
  .catch({})
const Role = Message.shape.role
const Status = Message.shape.status.exclude(['streaming']).catch('interrupted')
const Parts = Message.shape.parts.element

/** A message that says itself where it belongs; `at` is its place among all of the conversation. */
export interface Told {
  message: ForeignMessage
  at: number
}

/** The nodes of an interaction that we wrote; null for any other. */
export function nodesOf(metadata: Raw): { prompt: Raw | null; response: Raw | null } | null {
  const ours = record(metadata['keepsake'])
  if (numeric(ours['version']) !== 1) return null
  const node = (value: unknown) => (isRecord(value) && text(value['id']) ? value : null)
  const nodes = { prompt: node(ours['prompt']), response: node(ours['response']) }
  return nodes.prompt || nodes.response ? nodes : null
}

/** Whether a node says more than which message is meant. */
export function isWhole(node: Raw): boolean {
  return numeric(node['at']) !== undefined
}

/** `plain` are the parts that the fields of the other program say. */
export function messageOf(node: Raw, plain: ForeignPart[], files: ForeignFile[]): Told {
  const used = new Set<ForeignFile>()
  const said = Array.isArray(node['parts'])
    ? list(node['parts']).map((part) => partOf(part, files, used))
    : plain
  return {
    at: numeric(node['at']) ?? 0,
    message: {
      ...Told.parse(node),
      id: text(node['id']),
      parentId: text(node['parentId']) || null,
      role: Role.catch('assistant').parse(node['role']),
      status: Status.parse(node['status']),
      parts: [...said, ...files.filter((file) => !used.has(file))],
      createdAt: Time.safeParse(node['createdAt']).data ?? null,
      updatedAt: Time.safeParse(node['updatedAt']).data ?? null,
      source: null,
    },
  }
}

function partOf(raw: unknown, files: ForeignFile[], used: Set<ForeignFile>): ForeignPart {
  const file = isRecord(raw) ? files[numeric(raw['file']) ?? -1] : undefined
  if (file && !used.has(file)) {
    used.add(file)
    return file
  }
  const parsed: Part | undefined = Parts.safeParse(raw).data
  if (!parsed || parsed.type === 'attachment') {
    return { type: 'unknown', origin: 'litechat', data: kept(raw) }
  }
  return parsed
}
