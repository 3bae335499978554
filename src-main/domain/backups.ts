import type { Handlers } from './context'

export const backupHandlers: Handlers<'backups'> = {
  'backups.create': ({ program }, wish) => program.backups.create(wish),
  'backups.verify': ({ program }, wish) => program.backups.verify(wish),
  'backups.open': ({ program }, wish) => program.backups.open(wish),
  'backups.openProfile': ({ program }, wish) => program.backups.openProfile(wish),
  'backups.unlock': ({ program }, { passphrase }) => program.backups.unlock(passphrase),
  'backups.preview': ({ program }, wish) => program.backups.preview(wish),
  'backups.restore': ({ program }, wish) => program.backups.restore(wish),
  'backups.leave': ({ program }) => program.backups.leave(),
  'backups.report': ({ program }) => program.backups.report(),
  'backups.undoRestore': ({ program }) => program.backups.undoRestore(),
  'backups.copies': ({ program }) => program.backups.copies(),
  'backups.copyNow': ({ program }) => program.backups.copyNow(),
  'backups.show': ({ program }, { file }) => program.backups.show(file),
  'backups.showCopy': ({ program }, { name }) => program.backups.showCopy(name),
  'backups.state': ({ program }) => program.backups.state(),
  'backups.chooseFolder': ({ program }) => program.backups.chooseFolder(),
  'backups.plan': ({ program }, patch) => program.backups.plan(patch),
  'backups.runPlan': ({ program }) => program.backups.runPlan(),
  'backups.dismiss': ({ program }) => program.backups.dismiss(),
  'backups.check': ({ program }, wish) => program.backups.check(wish),
}
