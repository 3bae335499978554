import type { MovePlace, MovePlan } from '@contract/moving'
import type { Publish } from '@contract/events'
import type { AskOpen } from '../app/dialogs'
import type { Program } from '../domain/context'
import { AppError } from '../errors'
import { type LongJob, runJob, startJob } from '../jobs/run'
import type { Log } from '../log'
import { isRoot, readRoot } from '../storage/layout'
import { portableFolder, type Root, systemFolder } from '../storage/root'
import { realPath, type RootEnvironment } from '../storage/rootRules'
import { beginMove } from './move'
import { setPointer } from './finish'
import { type Move, readMoves, writeMove } from './journal'
import { whereOf } from './where'

interface Needs {
  root: Root
  world: RootEnvironment
  now: () => number
  log: Log
  publish: Publish
  /** Shows how far it is where the system shows its programs. */
  showProgress(fraction: number | null): void
  /** Asks for a folder in the system's own dialog. */
  askOpen: AskOpen
  /**
   * Closes the history, and starts the program anew where `work` answers true, with `dataDir` as the folder
   * that is asked for; else opens it again.
   */
  thenRestart(work: () => Promise<boolean>, dataDir?: string): Promise<boolean>
}

/** What a window can ask about the place of the data. It names places that it was shown, and no others. */
export function movesFor(needs: Needs): Program['moves'] {
  const { root, world, now } = needs
  const { appDataDir } = world
  const plans = new Map<string, MovePlan>()
  let isBusy = false
  let isCancelled = false
  let running: LongJob<boolean> | null = null

  const moves = () => readMoves(appDataDir, now())
  const pending = () => moves().find(({ phase, from }) => phase === 'copying' && from === root.path)
  const leftBy = (id: string) => {
    const move = moves().find((each) => each.id === id && each.phase === 'left')
    if (!move) throw new AppError('not_found', `move ${id}`)
    return move
  }

  async function run(move: Move): Promise<boolean> {
    const task = { appDataDir, move, now: now() }
    const { from, to } = move
    isBusy = true
    isCancelled = false
    needs.log.info('the data is being moved', { from, to })
    try {
      return await needs.thenRestart(async () => {
        running = startJob('moveData', task, {
          tell(progress) {
            needs.publish('move.progressed', progress)
            needs.showProgress(progress.done / Math.max(progress.total, 1))
          },
        })
        // Asked for while the history was being closed.
        if (isCancelled) running.cancel()
        return running.done
      })
    } catch (error) {
      needs.log.warn('the data was not moved', { to, error })
      throw error
    } finally {
      isBusy = false
      running = null
      needs.showProgress(null)
    }
  }

  return {
    async state() {
      const interrupted = isBusy ? undefined : pending()
      const left = moves().find((move) => isOld(move, root.path) && !move.told)
      return {
        pending: interrupted ? { from: interrupted.from, to: interrupted.to } : null,
        left: left ? { id: left.id, path: left.from, bytes: left.bytes } : null,
        places: placesFor(root, world),
      }
    },

    async plan(place) {
      const folder = await folderOf(place, needs)
      if (folder === null) return null
      const plan = await runJob('planMove', {
        from: root.path,
        to: folder,
        isChosen: place === 'folder',
        // As it travels to a thread: the system's own object for its variables does not.
        world: { ...world, env: { ...world.env } },
      })
      plans.set(plan.to, plan)
      return plan
    },

    async start(to) {
      const plan = plans.get(to)
      if (!plan || plan.refusal) throw new AppError('bad_input', `${to} was not planned`)
      return run(beginMove(root, to, appDataDir, now()))
    },

    async resume() {
      const move = pending()
      if (!move || isBusy) throw new AppError('not_found', 'no move was interrupted')
      return run(move)
    },

    async cancel() {
      isCancelled = true
      if (isBusy) return running?.cancel()
      const move = pending()
      if (move) await runJob('abandonMove', { appDataDir, move, now: now() })
    },

    roots: () => runJob('findRoots', whereOf(needs)),

    async open(path) {
      const known = await runJob('findRoots', whereOf(needs))
      const found = known.find((each) => each.path === path)
      if (!found?.canOpen || !isRoot(path)) throw new AppError('not_found', path)
      const { kind, reason } = root
      const isNamed = kind === 'explicit' || kind === 'portable' || reason === 'sign'
      await needs.thenRestart(
        () => {
          // What was named at the start, or lies beside the program, is looked at before the pointer.
          if (!isNamed) setPointer(appDataDir, path)
          return Promise.resolve(true)
        },
        isNamed ? path : undefined,
      )
    },

    async deleteOld(id) {
      const old = { appDataDir, move: leftBy(id), current: root.path, now: now() }
      return { bytes: await runJob('deleteOldCopy', old) }
    },

    async keepOld(id) {
      writeMove(appDataDir, { ...leftBy(id), told: true })
    },
  }
}

/** Whether a move into the root that is open left a copy that is still there. */
function isOld({ phase, from, rootId }: Move, current: string): boolean {
  return phase === 'left' && from !== current && rootId === readRoot(current)?.id && isRoot(from)
}

function placesFor({ path }: Root, world: RootEnvironment): MovePlace[] {
  const portable = portableFolder(world)
  const places: MovePlace[] = ['folder']
  if (portable !== null && realPath(portable) !== path) places.push('portable')
  if (realPath(systemFolder(world)) !== path) places.push('system')
  return places
}

async function folderOf(place: MovePlace, { world, askOpen }: Needs): Promise<string | null> {
  if (place === 'folder') return (await askOpen('move'))[0] ?? null
  return place === 'system' ? systemFolder(world) : portableFolder(world)
}
