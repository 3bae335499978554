import { access, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ExportChoice, ExportReport } from '@contract/transfer'
import type { AskWhere } from '../app/dialogs'
import type { Context, Program } from '../domain/context'
import { AppError } from '../errors'
import type { RunningJobs } from '../jobs/running'
import type { MachineSettingsFile } from '../storage/settingsFile'
import { EXTENSIONS, fileNameFor } from './export/fileName'
import { writePdf } from './export/pdf'
import { readSecrets } from './export/secrets'
import { partialBeside } from './fileSink'
import type { Keys } from '../storage/keys'

/** Prints a page that lies in a file, without running or fetching anything. */
export type PrintPdf = (page: string) => Promise<Uint8Array>

interface Needs {
  database: string
  attachments: string
  read: Context['read']
  jobs: RunningJobs
  settings: MachineSettingsFile
  now: Context['now']
  log: Context['log']
  askWhere: AskWhere
  keys: Keys
  printPdf: PrintPdf
  showFile(file: string): void
}

/** What a window can ask for: it names conversations, and only the user names a file. */
export function exportsFor(needs: Needs): Program['exports'] {
  const { database, attachments, jobs, showFile } = needs
  const written = new Set<string>()
  return {
    async preview({ jobId: id, ...task }) {
      const secrets = await secretsFor(needs, task)
      const job = { id, kind: null, name: 'previewJob' } as const
      return jobs.run(job, { database, attachments, ...task, secrets })
    },
    async run(choice) {
      if (choice.format === 'pdf' && !('ids' in choice.scope)) {
        throw new AppError('bad_input', 'a PDF is of chats that were chosen')
      }
      const { jobId: id, ...task } = choice
      const file = await askFor(needs, choice)
      if (file === null) return null
      const report = await (task.format === 'pdf' ? print : write)(needs, id, { ...task, file })
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

type Task = Omit<ExportChoice, 'jobId'> & { file: string }

async function write(needs: Needs, id: string, task: Task): Promise<ExportReport | null> {
  const { database, attachments, jobs } = needs
  const job = { id, kind: 'export', name: 'exportJob' } as const
  return jobs.run(job, { database, attachments, ...task, secrets: await secretsFor(needs, task) })
}

/** The page first, as a file that is there only meanwhile, and then the PDF of it. */
async function print(needs: Needs, id: string, task: Task): Promise<ExportReport | null> {
  const page = partialBeside(task.file)
  try {
    const report = await write(needs, id, { ...task, file: page })
    if (!report) return null
    const bytes = await writePdf(task.file, await needs.printPdf(page))
    return { ...report, file: task.file, bytes }
  } finally {
    await rm(page, { force: true })
  }
}

/** Keys leave the key store only for a file that the user wants them in. */
async function secretsFor(
  { read, keys }: Needs,
  { format, withKeys }: Pick<ExportChoice, 'format' | 'withKeys'>,
) {
  if (format !== 'litechat' || !withKeys) return null
  const ids = (await read.providers.list()).flatMap(({ apiKeyId }) => apiKeyId ?? [])
  return readSecrets(keys, ids)
}

async function askFor(needs: Needs, choice: ExportChoice): Promise<string | null> {
  const { settings, now, log, askWhere } = needs
  const folder = settings.get().lastFolder
  const name = fileNameFor(choice, await titleFor(needs, choice), now())
  const usual = EXTENSIONS[choice.format]
  const file = await askWhere({
    what: 'export',
    path: folder === null ? name : join(folder, name),
    extensions: choice.format === 'llamacpp' ? [usual, 'jsonl', 'zip'] : [usual],
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
