import * as z from 'zod'
import { Failure, Id } from './entities'
import { SKIP_REASONS, SWITCHES } from './values'

/** A file or a folder that the user chose to import. */
export const ImportSource = z.object({ path: z.string(), name: z.string() })
export type ImportSource = z.infer<typeof ImportSource>

/** Without `only` all of a file is imported, and keys only with `withKeys`. */
export const ImportChoice = z.strictObject({
  jobId: Id,
  paths: z.array(z.string().min(1).max(32_768)).min(1).max(1000),
  only: z.array(z.enum(SWITCHES)).min(1).max(SWITCHES.length).optional(),
  withKeys: z.boolean().optional(),
})
export type ImportChoice = z.infer<typeof ImportChoice>

/** What was not imported for one reason: titles, names of files, or places in a file. */
export const ImportSkipped = z.object({ reason: z.enum(SKIP_REASONS), what: z.array(z.string()) })
export type ImportSkipped = z.infer<typeof ImportSkipped>

/** Something that came with the chats; `off` because it could run, and has to be switched on. */
export const ImportedEntry = z.object({
  what: z.string(),
  under: z.enum(SWITCHES),
  off: z.boolean(),
})
export type ImportedEntry = z.infer<typeof ImportedEntry>

/**
 * What an import did or would do: imported, updated, entries and skipped are `total` together. `files` are those of
 * messages; before the import, as far as can be told without reading them.
 */
export const ImportReport = z.object({
  format: z.string(),
  /** What of the file can be chosen by itself. */
  holds: z.array(z.enum(SWITCHES)),
  imported: z.number().int(),
  updated: z.number().int(),
  entries: z.array(ImportedEntry),
  skipped: z.array(ImportSkipped),
  total: z.number().int(),
  messages: z.number().int(),
  files: z.object({ kept: z.number().int(), missing: z.number().int() }),
})
export type ImportReport = z.infer<typeof ImportReport>

/** What came of one source: a report, or why there is none. */
export const ImportResult = z.object({
  source: ImportSource,
  report: ImportReport.nullable(),
  failure: Failure.nullable(),
})
export type ImportResult = z.infer<typeof ImportResult>

/**
 * The end of an import. What was cancelled or failed is taken back, except for conversations in which
 * somebody has written since: `kept` of them. Without `whole` the rest of that is done at the next start.
 * `undone` is null where nothing had been written.
 */
export const ImportOutcome = z.object({
  results: z.array(ImportResult),
  cancelled: z.boolean(),
  undone: z.object({ kept: z.number().int(), whole: z.boolean() }).nullable(),
})
export type ImportOutcome = z.infer<typeof ImportOutcome>

/** Imports that the program's end interrupted, which were taken back at the next start, as above. */
export const InterruptedImports = z.object({ files: z.array(z.string()), kept: z.number().int() })
export type InterruptedImports = z.infer<typeof InterruptedImports>
