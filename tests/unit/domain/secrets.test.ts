import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CallInput, CallName } from '@contract/calls'
import { copyDatabase } from '../../../src-main/db/copy'
import { dispatch } from '../../../src-main/ipc/server'
import { redact } from '../../../src-main/redact'
import { contentTables } from '../content'
import { begin, newId, newServer, openWorld, scripted, temporaryFolder } from '../world'

// Not in the shape of any known key, so that nothing but care keeps it out of the log.
const NEEDLE = 'needle-3f9c-in-the-haystack'
const SECOND = 'needle-second-of-its-kind'

/** Everything that leaves the call: its answer, what windows are told, what is logged. */
function watched() {
  const world = openWorld(scripted(['reply']))
  const seen: string[] = []
  const log = (message: string, data: object = {}) => {
    seen.push(`${message} ${redact(data as Record<string, unknown>)}`)
  }
  world.context.log = { info: log, warn: log, error: log }
  return {
    world,
    seen,
    async call<K extends CallName>(name: K, input: CallInput<K>) {
      const result = await dispatch(world.context, name, input)
      seen.push(JSON.stringify(result))
      return result
    },
  }
}

function everythingIn(file: string): Buffer {
  const files = [file, `${file}-wal`].filter((path) => existsSync(path))
  return Buffer.concat(files.map((path) => readFileSync(path)))
}

test('a key is in no table, event, answer, log line or copy, whatever is done with it', async () => {
  const { world, seen, call } = watched()
  const provider = newServer()
  const { id } = provider
  expect(
    await call('providers.create', { provider, key: NEEDLE, sessionOnly: false }),
  ).toMatchObject({ ok: true })
  await call('settings.update', { patch: { defaultProviderId: id } })
  await begin(world)
  await world.settled()
  await call('providers.list', undefined)
  await call('providers.saveKey', { id, key: SECOND, sessionOnly: false })
  await call('providers.refreshModels', { id })
  const typed = { kind: provider.kind, baseUrl: provider.baseUrl, headers: {} }
  // One server refuses and repeats what it was sent, as some do; another cannot be reached.
  world.context.fetch = (_url, init) => {
    const sent = new Headers(init?.headers).get('authorization')
    return Promise.resolve(new Response(`{"error":{"message":"wrong: ${sent}"}}`, { status: 401 }))
  }
  await call('providers.test', { ...typed, id: null, key: NEEDLE })
  await call('providers.test', { ...typed, id, key: null })
  world.context.fetch = () => Promise.reject(new TypeError('fetch failed'))
  await call('providers.test', { ...typed, id: null, key: NEEDLE })
  // The same key where it does not belong, and a second time.
  await call('providers.saveKey', { id: newId(), key: NEEDLE, sessionOnly: false })
  await call('providers.create', { provider, key: NEEDLE, sessionOnly: false })

  const { $client: client } = world.db
  const copy = copyDatabase(client.name, join(temporaryFolder(), 'copies'), 'copy', 0)
  const rows = contentTables(client).map((table) => client.prepare(`SELECT * FROM ${table}`).all())
  const places = {
    answers: seen.join('\n'),
    events: JSON.stringify(world.events),
    rows: JSON.stringify(rows),
    database: everythingIn(client.name),
    copy: everythingIn(copy),
  }
  // The servers did answer as they were told.
  expect(places.answers).toMatch(/provider_unauthorized.*wrong/)
  for (const [place, content] of Object.entries(places)) {
    for (const key of [NEEDLE, SECOND]) {
      for (const form of [key, Buffer.from(key).toString('base64').replaceAll('=', '')]) {
        expect(content.includes(form), `${key} in ${place}`).toBe(false)
      }
    }
  }
  const known = await world.call('providers.list', undefined)
  const keyId = known.find((one) => one.id === id)?.apiKeyId ?? ''
  expect(await world.context.keys.read(keyId)).toBe(SECOND)
})

test('a key that the system cannot keep leaves no server behind, and can be tried again', async () => {
  const { world, call } = watched()
  const provider = newServer()
  const { save } = world.context.keys
  world.context.keys.save = () => Promise.reject(new Error('no key store'))
  expect(
    await call('providers.create', { provider, key: NEEDLE, sessionOnly: false }),
  ).toMatchObject({ ok: false })
  expect(await world.call('providers.list', undefined)).toHaveLength(1)
  world.context.keys.save = save
  expect(
    await call('providers.create', { provider, key: NEEDLE, sessionOnly: false }),
  ).toMatchObject({ ok: true })
})

test('a key whose server could not be saved is forgotten', async () => {
  const { world, call } = watched()
  const kept: string[] = []
  const { save, remove } = world.context.keys
  world.context.keys.save = (keyId, ...rest) => (kept.push(keyId), save(keyId, ...rest))
  world.context.keys.remove = (keyId) => (kept.splice(kept.indexOf(keyId), 1), remove(keyId))
  const provider = newServer()
  await call('providers.create', { provider, key: null, sessionOnly: false })
  expect(
    await call('providers.create', { provider, key: NEEDLE, sessionOnly: false }),
  ).toMatchObject({
    error: { code: 'bad_input' },
  })
  expect(kept).toEqual([])
})
