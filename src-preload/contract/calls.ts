import type * as z from 'zod'
import { attachmentCalls } from './calls/attachments'
import { backupCalls } from './calls/backup'
import { chatCalls } from './calls/chat'
import { libraryCalls } from './calls/library'
import { movingCalls } from './calls/moving'
import { programCalls } from './calls/program'
import { spaceCalls } from './calls/space'
import { transferCalls } from './calls/transfer'

/** Everything a window can ask for: `plural.verb`, with the shape of the question and of the answer. */
export const calls = {
  ...programCalls,
  ...libraryCalls,
  ...chatCalls,
  ...transferCalls,
  ...movingCalls,
  ...attachmentCalls,
  ...transferCalls,
  ...backupCalls,
  ...spaceCalls,
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
/** What a caller passes: the schema's input, before trimming. */
export type CallInput<K extends CallName> = z.input<Calls[K]['input']>
/** What a handler gets: parsed. */
export type ParsedInput<K extends CallName> = z.output<Calls[K]['input']>
export type CallOutput<K extends CallName> = z.output<Calls[K]['output']>

/** The functions that answer the calls of one group, such as `Handlers<'messages', Context>`. */
export type Handlers<Group extends string, Context> = {
  [K in CallName as K extends `${Group}.${string}` ? K : never]: (
    context: Context,
    input: ParsedInput<K>,
  ) => Promise<CallOutput<K>>
}
