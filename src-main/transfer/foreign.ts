import type { ForeignEntry } from './foreignEntry'
import type { Conversation, Message, Parameters, Part } from '@contract/entities'
import type { SKIP_REASONS } from '@contract/values'

// What every format is read into. Ids are those of the file: text without meaning, unique at most in
// it, and never used as ids of ours.

/** A file of a message. Without `bytes`, or where they answer null, it is missing and said to be. */
export interface ForeignFile {
  type: 'file'
  name: string
  mediaType: string
  /** What somebody else read out of it, or all of it where it is a text. */
  text: string | null
  bytes: (() => Promise<Uint8Array | null>) | null
}

export type ForeignPart = Exclude<Part, { type: 'attachment' }> | ForeignFile

/** Times are milliseconds since 1970, null where the file does not say. */
export interface ForeignMessage extends Partial<
  Pick<Message, 'model' | 'usage' | 'timings' | 'rating'>
> {
  id: string
  parentId: string | null
  role: Message['role']
  status?: Exclude<Message['status'], 'streaming'>
  parts: ForeignPart[]
  createdAt: number | null
  updatedAt?: number | null
  /** The node of the file, without what stands in the other fields word for word. */
  source: Message['source']
}

/** A folder that conversations lie in. */
export interface ForeignProject {
  id: string
  name: string
  instructions?: string
  model?: string | null
  parameters?: Parameters | null
  source?: Message['source']
}

/** The order of `messages` is that of the versions; a parent need not come first. */
export interface ForeignConversation extends Partial<
  Pick<Conversation, 'pinned' | 'archived' | 'model' | 'instructions' | 'parameters'>
> {
  id: string
  title: string
  createdAt: number | null
  updatedAt: number | null
  /** The outermost first. */
  projects?: ForeignProject[]
  tags?: string[]
  /** What was written and not yet sent. */
  draft?: string
  /** The message whose branch was shown. */
  currentId: string | null
  messages: ForeignMessage[]
  source: Message['source']
}

export type SkipReason = (typeof SKIP_REASONS)[number]

export interface Skipped {
  what: string
  reason: SkipReason
}

/** What a format finds in a file, one after the other. */
export type Item =
  | { conversation: ForeignConversation }
  | { entry: ForeignEntry }
  | { skipped: Skipped }
