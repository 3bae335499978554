import { copyBefore, makeDailyCopy } from '../backup/automatic'
import { findCopies } from '../backup/copies'
import { findDamageIn } from '../backup/prepare'
import { restoreCopy } from '../backup/restore'
import { canSalvage, salvageInPlace } from '../backup/salvage'
import { setAside } from '../backup/swap'

/** What may take seconds and needs a thread of its own for as long as it runs, by name. */
export const jobs = {
  canSalvage,
  copyBefore,
  findCopies,
  findDamageIn,
  makeDailyCopy,
  restoreCopy,
  salvageInPlace,
  setAside,
}

export type Jobs = typeof jobs
