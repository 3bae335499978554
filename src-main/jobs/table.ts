import { collectFiles } from '../attachments/collect'
import { readPdf } from '../attachments/readPdf'
import { scanJob } from '../attachments/scan'
import { copyAfterUpdate, copyBefore, makeCopyNow, makeDailyCopy } from '../backup/automatic'
import { findCopies, listCopies } from '../backup/copies'
import {
  backupJob,
  checkJob,
  openBackupJob,
  previewRestoreJob,
  rescueJob,
  restoreJob,
  unlockBackup,
  verifyJob,
} from '../backup/jobs'
import { examineSnapshot } from '../backup/examine'
import { findDamageIn } from '../backup/prepare'
import { restoreCopy } from '../backup/restore'
import { undoRestore } from '../backup/restoreBackup'
import { canSalvage } from '../backup/salvage'
import { setAside } from '../backup/swap'
import { findMalformed } from '../db/left'
import { findRoots } from '../moving/found'
import { deleteOldCopy } from '../moving/left'
import { abandonMove, moveData } from '../moving/move'
import { planMove } from '../moving/target'
import { areCopied, findSpace, trashSize } from '../room/find'
import { compactDatabase, removeSpareCopies, removeUnusedFiles } from '../room/free'
import { exportJob, previewJob } from '../transfer/export/run'
import { importJob, tryImportJob } from '../transfer/importJob'

/** What may take seconds and needs a thread of its own for as long as it runs, by name. */
export const jobs = {
  abandonMove,
  areCopied,
  canSalvage,
  collectFiles,
  compactDatabase,
  copyAfterUpdate,
  copyBefore,
  deleteOldCopy,
  examineSnapshot,
  findCopies,
  findDamageIn,
  findMalformed,
  findRoots,
  findSpace,
  listCopies,
  makeCopyNow,
  makeDailyCopy,
  planMove,
  readPdf,
  removeSpareCopies,
  removeUnusedFiles,
  restoreCopy,
  setAside,
  trashSize,
  undoRestore,
  unlockBackup,
}

/** What may take minutes: it tells how far it is, and can be cancelled; then it answers null. */
export const longJobs = {
  backupJob,
  checkJob,
  exportJob,
  importJob,
  moveData,
  openBackupJob,
  previewJob,
  previewRestoreJob,
  rescueJob,
  restoreJob,
  scanJob,
  tryImportJob,
  verifyJob,
}

export type Jobs = typeof jobs
export type LongJobs = typeof longJobs
