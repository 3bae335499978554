import { randomUUIDv7 } from 'node:crypto'
import { NO_PLAN } from './plan'
import { planBackups, type PlannedBackups } from './planned'
import { startDailyCopies } from './schedule'
import type { Surroundings } from '../app/app'
import type { History, HistoryPlace } from '../app/history'
import { EXAMINER } from './examiner'
import { runJob } from '../jobs/run'
import type { RunningJobs } from '../jobs/running'

/** Soon, before much is changed by the new version; a start does not wait for it. */
const AFTER_UPDATE_MS = 5000

/** The copies and backups that are made without being asked for, while a profile is open. */
export interface Copying {
  plan: PlannedBackups
  /** False where there was no room for it. */
  beforeDelete(spare?: 'little'): Promise<boolean>
  end(): void
}

export function startCopying(
  around: Surroundings,
  place: HistoryPlace,
  history: History,
  jobs: RunningJobs,
): Copying {
  const { now, log, settings, info } = around
  const { profileId, paths } = place
  const { database, backups } = paths

  const endDaily = startDailyCopies({
    folder: backups,
    now,
    log,
    make: () => runJob('makeDailyCopy', database, backups, now()),
  })

  const plan = planBackups({
    read: () => settings.get().backupPlans[profileId] ?? NO_PLAN,
    write: (changed) =>
      settings.change({
        backupPlans: { ...settings.get().backupPlans, [profileId]: changed },
      }),
    // Without keys: nobody is there to give a passphrase, and one that is kept protects nothing.
    make: (file) =>
      jobs.run(
        { id: randomUUIDv7(), kind: null, name: 'backupJob' },
        {
          paths,
          file,
          passphrase: null,
          overwrite: false,
          app: info.version,
          supported: place.migrations.length,
          now: now(),
        },
        EXAMINER,
      ),
    tell: (state) => around.publish('backups.planned', state),
    now,
    log,
  })

  // What is begun in a new profile was left by no other version.
  const isNew = history.read.conversations.counts().then(
    ({ conversations, messages }) => conversations + messages === 0,
    () => true,
  )

  async function copyAfterUpdate(): Promise<void> {
    const { versions } = settings.get()
    if (versions[profileId] === info.version) return
    if (!(await isNew)) {
      const done = await runJob('copyAfterUpdate', database, backups, now())
      if ('made' in done) log.info('a copy was made after the update', done)
      else if (done.skipped === 'nearly_full') log.warn('no copy was made after the update', done)
    }
    settings.change({ versions: { ...settings.get().versions, [profileId]: info.version } })
  }
  const updated = setTimeout(() => {
    void copyAfterUpdate().catch((error: unknown) => {
      log.warn('no copy was made after the update', { error })
    })
  }, AFTER_UPDATE_MS)
  updated.unref()

  return {
    plan,
    async beforeDelete(spare) {
      const done = await runJob('copyBefore', database, backups, 'delete', now(), spare)
      if ('skipped' in done) log.warn('no copy was made before deleting', done)
      return 'made' in done
    },
    end() {
      endDaily()
      plan.end()
      clearTimeout(updated)
    },
  }
}
