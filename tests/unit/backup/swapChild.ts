import { restoreCopy } from '../../../src-main/backup/restore'
import { salvageInPlace } from '../../../src-main/backup/salvage'
import { setAside } from '../../../src-main/backup/swap'
import { readMigrations } from '../../../src-main/db/migrate'

// A process of its own, to be killed in the middle of what it is told to do.

const [what, file = '', copy = ''] = process.argv.slice(2)
const NOW = Date.UTC(2026, 7, 1, 12)
const options = { migrations: readMigrations('migrations'), now: NOW }

if (what === 'restore') restoreCopy(file, copy, options)
if (what === 'salvage') salvageInPlace(file, options)
if (what === 'setAside') setAside(file, NOW)
