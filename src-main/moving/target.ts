import { existsSync, rmdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { MovePlan } from '@contract/moving'
import { isRoot, isUnfinished } from '../storage/layout'
import { LEAST_FREE, probe } from '../storage/probe'
import { isInside, realPath, refusal, type RootEnvironment } from '../storage/rootRules'
import { rootWarnings } from '../storage/rootWarnings'
import { isFree, isSign } from './free'
import { bytesOf, listData } from './list'

/** The folder made in a chosen one that holds other things. */
const OWN_NAME = 'Keepsake'

interface PlanTask {
  from: string
  to: string
  /** Whether the user chose the folder: beside what is in it, the data gets one of its own. */
  isChosen: boolean
  world: RootEnvironment
}

/** Measures a root and looks whether it can be moved to a folder; see {@link planFor}. */
export function planMove({ from, to, isChosen, world }: PlanTask): MovePlan {
  const path = isChosen ? placeIn(to) : realPath(resolve(to))
  return planFor(from, path, bytesOf(listData(from)), world)
}

function placeIn(chosen: string): string {
  const path = realPath(resolve(chosen))
  return isFree(path) || isRoot(path) || isUnfinished(path) ? path : join(path, OWN_NAME)
}

/**
 * Looks whether the data, so many bytes of it, can be moved there, and says why not. Nothing is there
 * afterwards that was not there before.
 */
export function planFor(from: string, to: string, bytes: number, world: RootEnvironment): MovePlan {
  const plan = { from, to, bytes, free: null, warnings: [] }
  const refused = refusalOf(from, to, world)
  if (refused) return { ...plan, refusal: refused }
  const wasThere = existsSync(to)
  const tried = probe(to, 0)
  if (!tried.ok) return { ...plan, refusal: tried.reason }
  try {
    const { free } = tried
    const warnings = rootWarnings(to, free - bytes, world.env)
    return { ...plan, free, warnings, refusal: free < bytes + LEAST_FREE ? 'too_small' : null }
  } finally {
    if (!wasThere) rmdirSync(to)
  }
}

function refusalOf(from: string, to: string, world: RootEnvironment): MovePlan['refusal'] {
  if (from === to) return 'same_folder'
  if (isInside(from, to)) return 'inside_root'
  if (isInside(to, from)) return 'holds_root'
  const bad = refusal(to, 'moved', world)
  if (bad) return bad
  if (isRoot(to) && !isSign(to)) return 'is_root'
  if (isUnfinished(to)) return 'unfinished_move'
  return isFree(to) ? null : 'not_empty'
}
