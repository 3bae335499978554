import type { Id, Provider, ProviderView } from '@contract/entities'
import { AppError } from '../errors'
import { GUIDE_ID } from '../db/guideId'
import { serverOf } from '../providers/address'
import { createProvider } from '../providers/create'
import { discoverServers } from '../providers/discover'
import { takesOf } from '../providers/takes'
import type { Context, Handlers } from './context'

const TEST_PATIENCE_MS = 15_000

export const providerHandlers: Handlers<'providers'> = {
  async 'providers.list'(context) {
    const providers = await context.read.providers.list()
    return Promise.all(providers.map((provider) => view(context, provider)))
  },

  async 'providers.create'(context, { provider, key, sessionOnly }) {
    const keyId = key === null ? null : context.newId()
    // First the secret: no row names a key that is not there, and a refused one leaves no provider.
    if (keyId !== null && key !== null) await keepSecret(context, keyId, key, sessionOnly)
    try {
      await tell(context, await context.write.providers.insert(provider, keyId, context.now()))
    } catch (error) {
      if (keyId !== null) await context.keys.remove(keyId)
      throw error
    }
  },

  async 'providers.update'(context, { id, patch }) {
    const known = await context.read.providers.get(id)
    const { apiKeyId } = known
    // A key belongs to the server it was given for: it does not follow to another host.
    if (apiKeyId && serverOf(known) !== serverOf({ ...known, ...patch })) {
      await context.keys.remove(apiKeyId)
      await context.write.providers.unlinkKey(id)
    }
    await tell(context, await context.write.providers.update(id, patch, context.now()))
  },

  async 'providers.delete'(context, { id }) {
    if (id === GUIDE_ID) throw new AppError('bad_input', 'the offline guide cannot be removed')
    const removed = await context.write.providers.remove(id)
    if (removed.apiKeyId) await context.keys.remove(removed.apiKeyId)
    context.publish('provider.removed', { id })
    context.publish('settings.saved', await context.read.settings.get())
  },

  async 'providers.saveKey'(context, { id, key, sessionOnly }) {
    const keyId = (await context.read.providers.get(id)).apiKeyId ?? context.newId()
    await keepSecret(context, keyId, key, sessionOnly)
    await tell(context, await context.write.providers.linkKey(id, keyId, context.now()))
  },

  async 'providers.removeKey'(context, { id }) {
    const { apiKeyId } = await context.read.providers.get(id)
    if (apiKeyId) await context.keys.remove(apiKeyId)
    await tell(context, await context.write.providers.unlinkKey(id))
  },

  async 'providers.refreshModels'(context, { id }) {
    const connection = await context.connect(await context.read.providers.get(id))
    const models = await connection.models(AbortSignal.timeout(TEST_PATIENCE_MS))
    await tell(context, await context.write.providers.update(id, { models }, context.now()))
    return models
  },

  async 'providers.test'(context, { id, key, ...typed }) {
    const stored = id && key === null ? await storedKey(context, id, typed) : null
    const connection = createProvider({ ...typed, key: key ?? stored }, { fetch: context.fetch })
    return connection.models(AbortSignal.timeout(TEST_PATIENCE_MS))
  },

  'providers.discover': ({ fetch }) => discoverServers(fetch),
}

/** The stored key goes only to the server that it was given for. */
async function storedKey(
  context: Context,
  id: Id,
  typed: Pick<Provider, 'kind' | 'baseUrl'>,
): Promise<string | null> {
  const known = await context.read.providers.get(id)
  const server = serverOf(known)
  if (!known.apiKeyId || server === null || server !== serverOf(typed)) return null
  return context.keys.read(known.apiKeyId)
}

async function keepSecret(context: Context, keyId: Id, key: string, session = false) {
  const { plainKeysAllowed } = await context.read.settings.get()
  await context.keys.save(keyId, key, { allowPlain: plainKeysAllowed, session })
}

async function view(context: Context, provider: Provider): Promise<ProviderView> {
  const keyState = provider.apiKeyId ? await context.keys.state(provider.apiKeyId) : 'none'
  return { ...provider, keyState, takes: takesOf(provider) }
}

async function tell(context: Context, provider: Provider): Promise<void> {
  context.publish('provider.saved', await view(context, provider))
}
