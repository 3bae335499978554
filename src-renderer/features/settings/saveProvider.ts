import type { Model } from '@contract/entities'
import type { Failure, Result } from '@contract/errors'
import type { Discovered } from '@contract/state'
import { call } from '../../api'
import { newId } from '../../stores/ids'
import { providerOf } from './draft'
import type { Draft } from './draft'

/** What became of it: all is saved, with its models listed or not; all but the key is; or nothing. */
export type Saved =
  | { kind: 'saved'; models: number | null }
  | { kind: 'unlisted'; failure: Failure }
  | { kind: 'withoutKey'; failure: Failure }
  | { kind: 'failed'; failure: Failure }

export interface Saving {
  id: string
  isNew: boolean
  draft: Draft
  /** The list that a test has brought, if it was made with what is saved now. */
  models: readonly Model[] | null
  /** The key is to be forgotten when the program ends. */
  sessionOnly: boolean
}

/** The key follows in a call of its own, so that a refused key loses nothing else that was typed. */
export async function saveProvider(saving: Saving): Promise<Saved> {
  const { id, isNew, draft, models, sessionOnly } = saving
  const provider = providerOf(draft)
  const kept = isNew
    ? await call('providers.create', { provider: { id, ...provider }, key: null })
    : await call('providers.update', { id, patch: provider })
  if (!kept.ok) return { kind: 'failed', failure: kept.error }
  const key = draft.key?.trim()
  if (key) {
    const keyKept = await call('providers.saveKey', { id, key, sessionOnly })
    if (!keyKept.ok) return { kind: 'withoutKey', failure: keyKept.error }
  }
  if (models) {
    const listed = await call('providers.update', { id, patch: { models: [...models] } })
    return { kind: 'saved', models: listed.ok ? models.length : null }
  }
  if (!isNew) return { kind: 'saved', models: null }
  const asked = await call('providers.refreshModels', { id })
  if (!asked.ok) return { kind: 'unlisted', failure: asked.error }
  return { kind: 'saved', models: asked.value.length }
}

/** Asks a server as it is typed; without a new key, main takes the stored one. */
export function testProvider(id: string | null, draft: Draft) {
  const { kind, baseUrl, headers } = providerOf(draft)
  return call('providers.test', { id, kind, baseUrl, headers, key: draft.key?.trim() || null })
}

/** Adds a server that was found on this computer, with its first model as default; answers its id. */
export async function addFound({
  kind,
  name,
  baseUrl,
  models,
}: Discovered): Promise<Result<string>> {
  const id = newId()
  const defaultModel = models[0] ?? null
  const provider = { id, kind, name, baseUrl, headers: {}, parameters: {}, defaultModel }
  const added = await call('providers.create', { provider, key: null })
  // Discovery brings names only; the server's own list also says how much each model can read.
  if (!added.ok) return added
  await call('providers.refreshModels', { id })
  return { ok: true, value: id }
}
