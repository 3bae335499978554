import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ExportChoice } from '@contract/transfer'
import type { Context, Program } from './domain/context'
import { AppError } from './errors'
import type { RunningJobs } from './jobs/running'
import type { MachineSettingsFile } from './storage/settingsFile'
import { EXTENSIONS, fileNameFor } from './transfer/export/fileName'

/** Where the user wants a file to be; the first of `extensions` is the usual one. */
export type AskWhere = (wish: {
  what: 'export' | 'backup'
  /** The folder of the last time, and the name that the file would have. */
  path: string
  extensions: string[]
}) => Promise<string | null>

interface Needs {
  database: string
  attachments: string
  read: Context['read']
  jobs: RunningJobs
  settings: MachineSettingsFile
  now: Context['now']
  log: Context['log']
  askWhere: AskWhere
  showFile(file: string): void
}

/** What a window can ask for: it names conversations, and only the user names a file. */
export function exportsFor(needs: Needs): Program['exports'] {
  const { database, attachments, jobs, showFile } = needs
  const written = new Set<string>()
  return {
    preview: ({ jobId: id, ...task }) =>
      jobs.run({ id, kind: null, name: 'previewJob' }, { database, attachments, ...task }),
    async run(choice) {
      const { jobId: id, ...task } = choice
      const file = await askFor(needs, choice)
      if (file === null) return null
      const job = { id, kind: 'export', name: 'exportJob' } as const
      const report = await jobs.run(job, { database, attachments, ...task, file })
      if (report) written.add(file)
      return report
    },
    async show(file) {
      if (!written.has(file)) throw new AppError('not_found', file)
      await access(file).catch(() => {
        throw new AppError('not_found', file)
      })
      showFile(file)
    },
  }
}

async function askFor(needs: Needs, choice: ExportChoice): Promise<string | null> {
  const { settings, now, log, askWhere } = needs
  const folder = settings.get().lastFolder
  const name = fileNameFor(choice, await titleFor(needs, choice), now())
  const usual = EXTENSIONS[choice.format]
  const file = await askWhere({
    what: 'export',
    path: folder === null ? name : join(folder, name),
    extensions: choice.format === 'llamacpp' ? [usual, 'jsonl'] : [usual],
  })
  if (file === null) return null
  try {
    if (dirname(file) !== folder) settings.change({ lastFolder: dirname(file) })
  } catch (error) {
    log.warn('the folder is not noted for the next time', { error })
  }
  return file
}

async function titleFor({ read }: Needs, { scope }: ExportChoice): Promise<string> {
  if ('projectId' in scope) {
    const projects = await read.projects.list()
    return projects.find(({ id }) => id === scope.projectId)?.name ?? ''
  }
  const [only = ''] = 'ids' in scope ? scope.ids : []
  return only && (await read.conversations.get(only)).title
}
