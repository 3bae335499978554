import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Answer, errorOf } from '../../src-main/answer'
import { ALL } from '../../src-main/backup/categories'
import { makeBackup } from '../../src-main/backup/make'
import type { examineSnapshot } from '../../src-main/backup/examine'
import { restoreBackup } from '../../src-main/backup/restoreBackup'
import { type Problem, verifyBackup } from '../../src-main/backup/verify'
import { readMigrations } from '../../src-main/db/migrate'
import { closeDatabase, openWritable } from '../../src-main/db/open'
import { ensureDefaults } from '../../src-main/db/settings'
import type { JobData } from '../../src-main/jobs/run'
import { openLayout, paths } from '../../src-main/storage/layout'
import { DEFAULT_PROFILE, ensureProfile } from '../../src-main/storage/profiles'
import type { Done } from './backup'
import { randomUUIDv7 } from 'node:crypto'

// A process of its own, which is asked how long its work took and how much memory it had.

const [what, root = '', file = ''] = process.argv.slice(2)
const migrations = readMigrations(join(import.meta.dirname, '../../migrations'))
const place = paths(root, DEFAULT_PROFILE)
const now = Date.now()
const supported = migrations.length

/** In the thread that the program has for it, as it was built. */
function examine(...args: Parameters<typeof examineSnapshot>): Promise<Problem[]> {
  return new Promise((resolve, reject) => {
    const job = join(import.meta.dirname, '../../out/main/job.js')
    const thread = new Worker(job, {
      workerData: { name: 'examineSnapshot', args, cancel: null } satisfies JobData,
    })
    thread.once('error', reject)
    thread.once('message', (answer: Answer) =>
      // What `examineSnapshot` returned, cloned.
      answer.ok ? resolve(answer.value as Problem[]) : reject(errorOf(answer)),
    )
  })
}

const WORK: Record<string, () => Promise<unknown>> = {
  make: () => makeBackup(place, file, { app: '0', supported, now, examine }),
  async verify() {
    const { ok, problems } = await verifyBackup(file, { supported })
    if (!ok) throw new Error(JSON.stringify(problems))
  },
  restore() {
    const keys = () => Promise.reject(new Error('no keys are in this backup'))
    const options = { only: ALL, replace: ALL, migrations, now, keys }
    return restoreBackup(place, file, options, () => Promise.resolve())
  },
}

if (what === 'restore') makeEmpty()
const started = performance.now()
await WORK[what ?? '']?.()
const seconds = (performance.now() - started) / 1000
const done: Done = { seconds, peak: process.resourceUsage().maxRSS / 1024 }
process.stdout.write(JSON.stringify(done))

function makeEmpty(): void {
  openLayout(root, now)
  ensureProfile(root, DEFAULT_PROFILE, now)
  const db = openWritable(place.database, { migrations, copiesFolder: place.backups, now })
  ensureDefaults(db, randomUUIDv7(), now)
  closeDatabase(db)
}
