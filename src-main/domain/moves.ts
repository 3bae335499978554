import type { Handlers } from './context'

export const moveHandlers: Handlers<'moves'> = {
  'moves.state': ({ program }) => program.moves.state(),
  'moves.plan': ({ program }, { place }) => program.moves.plan(place),
  'moves.start': ({ program }, { to }) => program.moves.start(to),
  'moves.resume': ({ program }) => program.moves.resume(),
  'moves.cancel': ({ program }) => program.moves.cancel(),
  'moves.roots': ({ program }) => program.moves.roots(),
  'moves.open': ({ program }, { path }) => program.moves.open(path),
  'moves.deleteOld': ({ program }, { id }) => program.moves.deleteOld(id),
  'moves.keepOld': ({ program }, { id }) => program.moves.keepOld(id),
}
