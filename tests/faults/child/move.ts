import { resolve } from 'node:path'
import { readMoves } from '../../../src-main/moving/journal'
import { beginMove, moveData } from '../../../src-main/moving/move'

// A move in a process of its own, to be killed and starved: of a root, to a folder; goes on where one began.

const [from = '', to = '', appDataDir = ''] = process.argv.slice(2).map((path) => resolve(path))
const now = Date.UTC(2026, 7, 1)
const control = { progress: () => undefined, isCancelled: () => false }

const root = { path: from, kind: 'app-data', reason: 'default' } as const
const begun = readMoves(appDataDir, now).find(({ phase }) => phase === 'copying')
const move = begun ?? beginMove(root, to, appDataDir, now)
moveData(control, { appDataDir, move, now })
