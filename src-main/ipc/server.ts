import { type CallName, calls } from '@contract/calls'
import type { Result } from '@contract/errors'
import { appHandlers, profileHandlers, recoveryHandlers } from '../domain/app'
import { attachmentHandlers } from '../domain/attachments'
import { backupHandlers } from '../domain/backups'
import type { Context, Handlers } from '../domain/context'
import { conversationHandlers } from '../domain/conversations'
import { exportHandlers, jobHandlers } from '../domain/exports'
import { importHandlers } from '../domain/imports'
import { messageHandlers } from '../domain/messages'
import { moveHandlers } from '../domain/moves'
import { projectHandlers } from '../domain/projects'
import { providerHandlers } from '../domain/providers'
import { searchHandlers } from '../domain/search'
import { draftHandlers, settingsHandlers } from '../domain/settings'
import { spaceHandlers } from '../domain/space'
import { statisticsHandlers } from '../domain/statistics'
import { tagHandlers } from '../domain/tags'
import { AppError, toFailure } from '../errors'

/** A call that is declared and not answered here does not compile. */
const handlers: Handlers<string> = {
  ...appHandlers,
  ...attachmentHandlers,
  ...backupHandlers,
  ...conversationHandlers,
  ...draftHandlers,
  ...exportHandlers,
  ...importHandlers,
  ...jobHandlers,
  ...messageHandlers,
  ...moveHandlers,
  ...profileHandlers,
  ...projectHandlers,
  ...providerHandlers,
  ...recoveryHandlers,
  ...searchHandlers,
  ...settingsHandlers,
  ...spaceHandlers,
  ...statisticsHandlers,
  ...tagHandlers,
}

/** Answers one call of a window, whatever it sent: parsed, run, and every failure as a value. */
export async function dispatch(
  context: Context,
  name: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  context.index.askedAt = performance.now()
  try {
    if (!isCall(name)) throw new AppError('bad_input', 'there is no such call')
    const parsed = calls[name].input.safeParse(input)
    if (!parsed.success) throw new AppError('bad_input', `${name}: ${parsed.error.message}`)
    // The table pairs each name with its own input type, which TypeScript cannot follow by a variable.
    const handler = handlers[name] as (context: Context, input: unknown) => Promise<unknown>
    return { ok: true, value: await handler(context, parsed.data) }
  } catch (error) {
    const failure = toFailure(error)
    if (failure.code === 'database_damaged') context.reportStorage(failure)
    if (failure.code === 'internal') context.log.error('call failed', { name, error })
    return { ok: false, error: failure }
  }
}

function isCall(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name)
}
