import { ALL } from '../../../src-main/backup/categories'
import { makeBackup } from '../../../src-main/backup/make'
import { restoreCopy } from '../../../src-main/backup/restore'
import { restoreBackup, undoRestore } from '../../../src-main/backup/restoreBackup'
import { salvageInPlace } from '../../../src-main/backup/salvage'
import { setAside } from '../../../src-main/backup/swap'
import { readMigrations } from '../../../src-main/db/migrate'
import { paths } from '../../../src-main/storage/layout'

// A process of its own, to be killed in the middle of what it is told to do.

const [what, file = '', copy = ''] = process.argv.slice(2)
const NOW = Date.UTC(2026, 7, 1, 12)
const options = { migrations: readMigrations('migrations'), now: NOW }

if (what === 'restore') restoreCopy(file, copy, options)
if (what === 'salvage') salvageInPlace(file, options)
if (what === 'setAside') setAside(file, NOW)

// For these, `file` is a data root, and `copy` a backup of one or another profile.
if (what === 'merge' || what === 'replace') {
  const keys = () => Promise.reject(new Error('no keys are in this backup'))
  const choice = { ...options, only: ALL, replace: what === 'replace' ? ALL : [], keys }
  await restoreBackup(paths(file, 'default'), copy, choice, () => Promise.resolve())
}
if (what === 'undo') undoRestore(paths(file, 'default'), { ...options, now: NOW + 90_000 })
if (what === 'backup') {
  const supported = options.migrations.length
  await makeBackup(paths(file, 'default'), copy, { app: '1', supported, now: NOW })
}
