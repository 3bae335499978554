import type { Defaults } from '@contract/library'
import type { Parameters } from '@contract/entities'
import type { Applied } from '../db/defaults'
import { AppError } from '../errors'

/** What a window is told: without the server's row, which it has with its key's state. */
export function defaultsOf({ instructions, model, parameters }: Applied): Defaults {
  return { instructions, model, parameters }
}

/** The model that is asked, empty for the guide, which is none. Throws `no_provider`. */
export function modelOf({ provider, model }: Applied): string {
  if (provider.kind === 'guide') return ''
  if (model.value === null) throw new AppError('no_provider', provider.name)
  return model.value
}

export function parametersOf({ parameters }: Applied): Parameters {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
}
