import type { Handlers } from './context'

export const exportHandlers: Handlers<'exports'> = {
  'exports.preview': ({ program }, choice) => program.exports.preview(choice),
  'exports.run': ({ program }, choice) => program.exports.run(choice),
  'exports.show': ({ program }, { file }) => program.exports.show(file),
}

export const jobHandlers: Handlers<'jobs'> = {
  'jobs.cancel': ({ program }, { id }) => program.jobs.cancel(id),
}
