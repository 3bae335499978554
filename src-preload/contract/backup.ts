import * as z from 'zod'
import { Failure, Id, Time } from './entities'
import { BACKUP_INTERVALS, CATEGORY_NAMES } from './values'

/** Things in each category, by its name; `messages` are those of the conversations. */
const Counts = z.record(z.string(), z.number().int())
const Category = z.enum(CATEGORY_NAMES)
export type Category = z.infer<typeof Category>

/** What encrypts the keys of a backup; null leaves them out, or locked. */
const Passphrase = z.string().min(1).max(1000).nullable()

export const BackupWish = z.strictObject({ jobId: Id, passphrase: Passphrase })

/** A backup that was written, read back and compared. */
export const BackupReport = z.object({
  file: z.string(),
  bytes: z.number(),
  counts: Counts,
  secrets: z.enum(['excluded', 'encrypted']),
  /** Files whose bytes were gone or damaged already. */
  missing: z.number().int(),
  /** Keys that this machine could not open. */
  keysLeftOut: z.number().int(),
})
export type BackupReport = z.infer<typeof BackupReport>

/** What a restore can take from: a backup, a copy of a database, or a profile of another data folder. */
const Source = z.enum(['backup', 'database', 'profile'])

/** One that was read whole and found to be sound. Only a backup says which program made it. */
export const OpenedBackup = z.object({
  file: z.string(),
  kind: Source,
  bytes: z.number(),
  created: Time.nullable(),
  app: z.string().nullable(),
  hasKeys: z.boolean(),
})
export type OpenedBackup = z.infer<typeof OpenedBackup>

/** What a restore does, or would do, to the things of one category. */
const Tally = z.object({
  adds: z.number().int(),
  updates: z.number().int(),
  identical: z.number().int(),
  /** They differ, and what is here stays: it is as new, or something outside the restore needs it. */
  conflicts: z.number().int(),
  /** Only where all is replaced. */
  removes: z.number().int(),
})
export type Tally = z.infer<typeof Tally>
export const Tallies = z.partialRecord(z.enum([...CATEGORY_NAMES, 'messages']), Tally)
export type Tallies = z.infer<typeof Tallies>

/** What is taken; of `replace`, what is here and not in the backup goes. */
const Selected = { only: z.array(Category).min(1), replace: z.array(Category) }
export const RestorePreviewWish = z.strictObject({ jobId: Id, ...Selected })
export const RestoreWish = z.strictObject({ jobId: Id, ...Selected, passphrase: Passphrase })
export type RestoreWish = z.infer<typeof RestoreWish>

/** What a restore did, or that one was taken back, or ended before it changed anything. */
export const RestoreReport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('restored'),
    source: Source,
    file: z.string(),
    categories: Tallies,
    attachments: z.number().int(),
    /** Attached files of another profile that have no sound bytes there. */
    missing: z.number().int(),
    keys: z.object({ restored: z.number().int(), refused: z.number().int() }),
    /** A damaged database that was in its place, under the name by which it is kept. */
    setAside: z.array(z.string()),
  }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({
    kind: z.literal('undone'),
    conversations: z.number().int(),
    messages: z.number().int(),
  }),
])
export type RestoreReport = z.infer<typeof RestoreReport>

/** A copy of the database that the program made, and why, such as `daily` or `before-restore`. */
export const KeptCopy = z.object({
  name: z.string(),
  kind: z.string(),
  createdAt: Time,
  bytes: z.number(),
  conversations: z.number().int().nullable(),
  messages: z.number().int().nullable(),
})
export type KeptCopy = z.infer<typeof KeptCopy>

/** What is wrong with a backup or a copy; `detail` says what was found, and where. */
export const Verified = z.object({
  file: z.string(),
  ok: z.boolean(),
  problems: z.array(z.object({ code: z.string(), detail: z.string() })),
})
export type Verified = z.infer<typeof Verified>

/** Backups into a folder of the user's. `failure` is why the last one was not made. */
export const BackupPlan = z.object({
  folder: z.string().nullable(),
  every: z.enum(BACKUP_INTERVALS),
  keep: z.number().int().min(1).max(365),
  lastAt: Time.nullable(),
  failure: Failure.nullable(),
  /** Whether the failure was put out of sight. */
  dismissed: z.boolean(),
  running: z.boolean(),
})
export type BackupPlan = z.infer<typeof BackupPlan>

export const BackupsState = z.object({
  plan: BackupPlan,
  /** When the restore began that can be undone. */
  restoredAt: Time.nullable(),
})
export type BackupsState = z.infer<typeof BackupsState>

/** One examination of the database; `detail` is empty where all is well. */
export const DatabaseCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })
export type DatabaseCheck = z.infer<typeof DatabaseCheck>
