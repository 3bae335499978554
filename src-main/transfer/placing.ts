import { hash as hashed } from 'node:crypto'
import type { ForeignMessage } from './foreign'

/** Longer ids are known by their hash. */
const LONGEST_KEY = 200

/** A message where it belongs: `key` is its own in the conversation, whatever ids the file repeats. */
export interface Placed {
  message: ForeignMessage
  key: string
  parentKey: string | null
  /** Tells its content from any other. */
  hash: string
}

/**
 * The messages in the order of the file, except that a parent comes before its children. A parent that
 * is not there makes a root; of a circle, the first message of the file becomes the root.
 */
export function place(messages: ForeignMessage[]): Placed[] {
  const keys = keysOf(messages)
  const byId = new Map(messages.map(({ id }, index) => [id, index] as const).toReversed())
  const parents = messages.map(({ parentId }) =>
    parentId === null || parentId === '' ? -1 : (byId.get(parentId) ?? -1),
  )
  return parentsFirst(parents).flatMap((index) => {
    const message = messages[index]
    const key = keys[index]
    if (!message || key === undefined) return []
    const parentKey = keys[parents[index] ?? -1] ?? null
    return [{ message, key, parentKey, hash: hashOf(message) }]
  })
}

function keysOf(messages: ForeignMessage[]): string[] {
  const uses = new Map<string, number>()
  return messages.map(({ id }, index) => {
    if (id === '') return `#${index}`
    const use = (uses.get(id) ?? 0) + 1
    uses.set(id, use)
    return use === 1 ? shortKey(id) : `${shortKey(id)}#${use}`
  })
}

/** An id of a file as it is kept. */
export function shortKey(id: string): string {
  return id.length <= LONGEST_KEY ? id.toWellFormed() : digest(id)
}

/** Cuts circles in `parents` and answers the order in which each follows its parent. */
function parentsFirst(parents: number[]): number[] {
  const state = new Uint8Array(parents.length)
  const order: number[] = []
  for (let first = 0; first < parents.length; first += 1) {
    const chain: number[] = []
    let at = first
    while (at >= 0 && state[at] === 0) {
      state[at] = 1
      chain.push(at)
      at = parents[at] ?? -1
    }
    const circle = at >= 0 && state[at] === 1 ? chain.splice(chain.indexOf(at)) : []
    if (circle.length > 0) {
      parents[at] = -1
      order.push(at, ...circle.slice(1).toReversed())
    }
    for (const index of chain.toReversed()) order.push(index)
    for (const index of [...circle, ...chain]) state[index] = 2
  }
  return order
}

/** By role and content only: two exports of one message differ in what else they say about it. */
function hashOf({ role, parts }: ForeignMessage): string {
  const content = parts.map((part) =>
    part.type === 'file' ? ['file', part.name, part.text] : Object.values(part),
  )
  return digest(JSON.stringify([role, content]))
}

function digest(text: string): string {
  return hashed('sha256', text).slice(0, 32)
}
