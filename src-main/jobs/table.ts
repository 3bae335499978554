import { copyAfterUpdate, copyBefore, makeCopyNow, makeDailyCopy } from '../backup/automatic'
import { findCopies, listCopies } from '../backup/copies'
import {
  backupJob,
  checkJob,
  openBackupJob,
  previewRestoreJob,
  restoreJob,
  unlockBackup,
  verifyJob,
} from '../backup/jobs'
import { findDamageIn } from '../backup/prepare'
import { restoreCopy } from '../backup/restore'
import { undoRestore } from '../backup/restoreBackup'
import { canSalvage, salvageInPlace } from '../backup/salvage'
import { setAside } from '../backup/swap'
import { exportJob, previewJob } from '../transfer/export/run'

/** What may take seconds and needs a thread of its own for as long as it runs, by name. */
export const jobs = {
  canSalvage,
  copyAfterUpdate,
  copyBefore,
  findCopies,
  findDamageIn,
  listCopies,
  makeCopyNow,
  makeDailyCopy,
  restoreCopy,
  salvageInPlace,
  setAside,
  undoRestore,
  unlockBackup,
}

/** What may take minutes: it tells how far it is, and can be cancelled; then it answers null. */
export const longJobs = {
  backupJob,
  checkJob,
  exportJob,
  openBackupJob,
  previewJob,
  previewRestoreJob,
  restoreJob,
  verifyJob,
}

export type Jobs = typeof jobs
export type LongJobs = typeof longJobs
