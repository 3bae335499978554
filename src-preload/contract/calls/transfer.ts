import * as z from 'zod'
import {
  ImportChoice,
  ImportOutcome,
  ImportResult,
  ImportSource,
  InterruptedImports,
} from '../imports'
import { ExportChoice, ExportPreview, ExportReport } from '../transfer'
import { byId, call, nothing } from './call'

/** What a window asks to move conversations in and out. */
export const transferCalls = {
  /** Counts what a file would hold and lack; null where it was cancelled. */
  'exports.preview': call(ExportChoice, ExportPreview.nullable()),
  /** Asks where to, and answers when the file is written and checked; null where it was cancelled. */
  'exports.run': call(ExportChoice, ExportReport.nullable()),
  /** Shows a file in its folder that was exported since the program started. */
  'exports.show': call(ExportReport.pick({ file: true }), nothing),
  /** Asks the user for files, or for a folder; none where the user closed the dialog. */
  'imports.choose': call(z.strictObject({ folder: z.boolean() }), z.array(ImportSource)),
  /** Takes what the user dropped on the window as chosen. */
  'imports.drop': call(ImportChoice.pick({ paths: true }), z.array(ImportSource)),
  /** Says what importing what was chosen would do, and changes nothing; null where it was cancelled. */
  'imports.preview': call(ImportChoice, z.array(ImportResult).nullable()),
  'imports.run': call(ImportChoice, ImportOutcome),
  /** What is to be told of; only the first answer has it. */
  'imports.interrupted': call(nothing, InterruptedImports.nullable()),
  /** Ends a job; what it was to make is not made. One that is over is left alone. */
  'jobs.cancel': call(byId, nothing),
} as const
