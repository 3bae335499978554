import type { Handlers } from './context'

/** What a list that is asked for meanwhile waits at most. */
const STEP_MS = 30

export const statisticsHandlers: Handlers<'statistics'> = {
  'statistics.read': ({ read }, { after }) => read.statistics.read(after, STEP_MS),
}
