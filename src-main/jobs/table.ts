import { collectFiles } from '../attachments/collect'
import { scanJob } from '../attachments/scan'
import { copyBefore, makeDailyCopy } from '../backup/automatic'
import { findCopies } from '../backup/copies'
import { findDamageIn } from '../backup/prepare'
import { restoreCopy } from '../backup/restore'
import { canSalvage, salvageInPlace } from '../backup/salvage'
import { setAside } from '../backup/swap'
import { exportJob, previewJob } from '../transfer/export/run'

/** What may take seconds and needs a thread of its own for as long as it runs, by name. */
export const jobs = {
  canSalvage,
  collectFiles,
  copyBefore,
  findCopies,
  findDamageIn,
  makeDailyCopy,
  restoreCopy,
  salvageInPlace,
  setAside,
}

/** What may take minutes: it tells how far it is, and can be cancelled; then it answers null. */
export const longJobs = { exportJob, previewJob, scanJob }

export type Jobs = typeof jobs
export type LongJobs = typeof longJobs
