import type { Handlers } from './context'

export const appHandlers: Handlers<'app'> = {
  'app.info': ({ program }) => program.info(),
  'app.openLink': ({ program }, { url }) => program.openLink(url),
  'app.openDataFolder': ({ program }) => program.openDataFolder(),
  'app.storage': ({ program }) => program.storage(),
  'app.offer': ({ program }, wanted) => program.offer(wanted),
}

export const profileHandlers: Handlers<'profiles'> = {
  'profiles.list': ({ program }) => program.profiles.list(),
  'profiles.create': ({ program }, { name }) => program.profiles.create(name),
  'profiles.rename': ({ program }, { id, name }) => program.profiles.rename(id, name),
  'profiles.switch': ({ program }, { id }) => program.profiles.switchTo(id),
  'profiles.delete': ({ program }, { id }) => program.profiles.moveToTrash(id),
}

export const recoveryHandlers: Handlers<'recovery'> = {
  'recovery.state': ({ program }) => program.recovery.state(),
  'recovery.restore': ({ program }, { file }) => program.recovery.restore(file),
  'recovery.salvage': ({ program }, { jobId }) => program.recovery.salvage(jobId),
  'recovery.startNew': ({ program }) => program.recovery.startNew(),
  'recovery.retry': ({ program }) => program.recovery.retry(),
}
