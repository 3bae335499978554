import type { Program } from '../domain/context'
import type { RunningJobs } from '../jobs/running'
import { textInDocument } from './documents'

/** What only a window's program can do with files: the system's dialogs and its clipboard. */
export type FileDialogs = Omit<Program['attachments'], 'scan' | 'textIn'>

/** What a window can ask of files that needs a dialog or takes a while. */
export function attachmentsFor({
  files,
  jobs,
  database,
  attachments,
}: {
  files: FileDialogs
  jobs: RunningJobs
  database: string
  attachments: string
}): Program['attachments'] {
  return {
    ...files,
    textIn: (file) => textInDocument(file),
    scan: (id) => jobs.run({ id, kind: 'scan', name: 'scanJob' }, { database, attachments }),
  }
}
