import type { LeftOut } from '@contract/transfer'

/** What has gone into an export so far, and what has not. */
export interface Tally {
  conversations: number
  messages: number
  /** What else is in it, such as rules and servers. */
  entries: number
  /** As a file of JSON counts them, where one of our messages may become several. */
  records: { conversations: number; messages: number }
  leftOut: LeftOut[]
}

export function openTally(): Tally {
  return {
    conversations: 0,
    messages: 0,
    entries: 0,
    records: { conversations: 0, messages: 0 },
    leftOut: [],
  }
}

/** Notes that the file lacks something of the history. */
export function leaveOut(
  tally: Tally,
  what: LeftOut['what'],
  reason: LeftOut['reason'],
  count = 1,
): void {
  if (count === 0) return
  const known = tally.leftOut.find((each) => each.what === what && each.reason === reason)
  if (known) known.count += count
  else tally.leftOut.push({ what, reason, count })
}
