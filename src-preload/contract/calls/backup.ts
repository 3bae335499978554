import * as z from 'zod'
import {
  BackupPlan,
  BackupReport,
  BackupsState,
  BackupWish,
  DatabaseCheck,
  KeptCopy,
  OpenedBackup,
  RestorePreviewWish,
  RestoreReport,
  RestoreWish,
  Tallies,
  Verified,
} from '../backup'
import { Id } from '../entities'
import { call, nothing } from './call'

const ofCopy = KeptCopy.pick({ name: true })
const maybeCopy = z.strictObject({ jobId: Id, name: z.string().nullable() })

/** What a window asks about backups. Only the user names a file; a copy is named from its list. */
export const backupCalls = {
  /** Asks where to, and answers when the file is written and read back; null where it was cancelled. */
  'backups.create': call(BackupWish, BackupReport.nullable()),
  /** Reads one of the copies, or (null) a file that the user is asked for, from its first byte to its last. */
  'backups.verify': call(maybeCopy, Verified.nullable()),
  /** The same, and keeps it at hand for what follows; throws where it cannot be restored. */
  'backups.open': call(maybeCopy, OpenedBackup.nullable()),
  /** The same for a profile of a data folder that was found: it can be merged into the one that is open. */
  'backups.openProfile': call(
    z.strictObject({ jobId: Id, root: z.string(), profile: z.string() }),
    OpenedBackup.nullable(),
  ),
  /** Throws where the passphrase does not open the keys of the opened backup. */
  'backups.unlock': call(z.strictObject({ passphrase: z.string().min(1).max(1000) }), nothing),
  'backups.preview': call(RestorePreviewWish, Tallies.nullable()),
  /** False where it was cancelled; else the window is loaded anew, and asks what was done. */
  'backups.restore': call(RestoreWish, z.boolean()),
  /** Lets go of the opened backup. */
  'backups.leave': call(z.void(), nothing),
  /** What the last restore did; only the first answer after it has it. */
  'backups.report': call(z.void(), RestoreReport.nullable()),
  'backups.undoRestore': call(z.void(), nothing),

  'backups.copies': call(z.void(), z.array(KeptCopy)),
  'backups.copyNow': call(z.void(), KeptCopy),
  /** Shows a copy, or a backup that was made since the program started, in its folder. */
  'backups.show': call(BackupReport.pick({ file: true }), nothing),
  'backups.showCopy': call(ofCopy, nothing),

  'backups.state': call(z.void(), BackupsState),
  /** Asks for the folder of scheduled backups. What became of this and the next two is told as an event. */
  'backups.chooseFolder': call(z.void(), nothing),
  'backups.plan': call(BackupPlan.pick({ every: true, keep: true }), nothing),
  'backups.runPlan': call(z.void(), nothing),
  'backups.dismiss': call(z.void(), nothing),

  /** Examines the database as a whole; null where it was cancelled. */
  'backups.check': call(z.strictObject({ jobId: Id }), z.array(DatabaseCheck).nullable()),
} as const
