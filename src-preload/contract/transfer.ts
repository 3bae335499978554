import * as z from 'zod'
import { Id } from './entities'
import {
  BRANCHES,
  EXPORT_FORMATS,
  JOB_KINDS,
  JOB_STEPS,
  LEFT_OUT,
  LEFT_OUT_REASONS,
  SWITCHES,
} from './values'

/** What is exported: these conversations, those of a project and of the projects in it, or all. */
export const ExportScope = z.union([
  z.strictObject({ ids: z.array(Id).min(1).max(100_000) }),
  z.strictObject({ projectId: Id }),
  z.strictObject({ all: z.literal(true) }),
])
export type ExportScope = z.infer<typeof ExportScope>
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export type Switch = (typeof SWITCHES)[number]

/**
 * `branches` matters to what is made for reading; the other formats hold all of them. `only` and
 * `withKeys` matter to LiteChat's file of everything: without them all is in it except keys.
 */
export const ExportChoice = z.strictObject({
  jobId: Id,
  scope: ExportScope,
  format: z.enum(EXPORT_FORMATS),
  branches: z.enum(BRANCHES),
  only: z.array(z.enum(SWITCHES)).min(1).max(SWITCHES.length).optional(),
  withKeys: z.boolean().optional(),
})
export type ExportChoice = z.infer<typeof ExportChoice>

/** Things of one kind that are not in the file. `content`: only their name and description are. */
export const LeftOut = z.object({
  what: z.enum(LEFT_OUT),
  reason: z.enum(LEFT_OUT_REASONS),
  count: z.number().int(),
})
export type LeftOut = z.infer<typeof LeftOut>

/** What an export would hold and what not, counted without writing it. */
export const ExportPreview = z.object({
  conversations: z.number().int(),
  messages: z.number().int(),
  /** What else is in it, such as rules and servers. */
  entries: z.number().int(),
  leftOut: z.array(LeftOut),
})
export type ExportPreview = z.infer<typeof ExportPreview>

/** A file that was written, opened again and compared with what was meant to be in it. */
export const ExportReport = ExportPreview.extend({
  file: z.string(),
  format: z.enum(EXPORT_FORMATS),
  bytes: z.number(),
})
export type ExportReport = z.infer<typeof ExportReport>

/**
 * How far something is that takes a while; the window may cancel it by its id. Of a total of 0 nobody knows
 * how much there is to do.
 */
export const JobProgress = z.object({
  id: Id,
  kind: z.enum(JOB_KINDS),
  done: z.number().int(),
  total: z.number().int(),
  /** Of a job that has several. */
  step: z.enum(JOB_STEPS).optional(),
})
export type JobProgress = z.infer<typeof JobProgress>
