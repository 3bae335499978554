import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../../../src-main/cli/cli'
import { openLayout, type Paths, paths } from '../../../src-main/storage/layout'
import { lastKnownFile, recall, remember } from '../../../src-main/storage/lastKnown'
import { acquireLock } from '../../../src-main/storage/lock'
import { openKeys } from '../../../src-main/storage/keys'
import { surroundings } from '../storage/commandLine'
import { temporaryFolder } from '../world'
import { snapshot } from './history'
import { emptyPlace, fullProfile, hashOf, keysOf, newProfile } from './profile'

/** Runs one command line against the root of a profile and answers what a caller sees. */
async function run({ root }: Paths, line: string) {
  let printed = ''
  const progress: string[] = []
  const code = await runCli({
    argv: ['keepsake', '--cli', ...line.split(' ')],
    version: '1.2.3',
    appDataDir: join(root, 'app-data'),
    ...surroundings(root),
    now: () => Date.now(),
    resolveRoot: () => ({
      path: root,
      kind: 'explicit',
      reason: 'argument',
      fallback: false,
      warnings: [],
      tried: [],
    }),
    openKeys: (file) => Promise.resolve(openKeys(file, noCipher)),
    progress: (text) => progress.push(text),
    print: async (text) => {
      printed += text
    },
  })
  return { code, output: JSON.parse(printed), progress }
}

const noCipher = {
  available: () => Promise.resolve(false),
  backend: () => 'basic_text',
  encrypt: () => Promise.reject(new Error('no')),
  decrypt: () => Promise.reject(new Error('no')),
}

test('a backup is made, verified and restored from the command line', async () => {
  const place = fullProfile()
  const made = await run(place, 'backup --out=own.keepsake')
  const file = join(place.root, 'own.keepsake')
  expect(made).toMatchObject({
    code: 0,
    output: { file, verified: true, counts: { conversations: 5, messages: 51 } },
  })
  expect(made.output.bytes).toBe(readFileSync(file).length)
  expect(made.progress.at(-1)).toMatch(/^verifying: (\d+) of \1 bytes$/)
  expect(await run(place, 'verify own.keepsake')).toMatchObject({
    code: 0,
    output: { ok: true, problems: [] },
  })
  const target = newProfile()
  copyFileSync(file, join(target.root, 'other.keepsake'))
  const before = snapshot(target.profile)
  const dry = await run(target, 'restore other.keepsake --dry-run')
  expect(snapshot(target.profile)).toEqual(before)
  const restored = await run(target, 'restore other.keepsake')
  expect(restored.code).toBe(0)
  expect(restored.output.categories).toEqual(dry.output.categories)
  expect(restored.output.categories.conversations).toMatchObject({ adds: 5 })
  expect(hashOf(target)).toBe(hashOf(place))
  expect(await run(target, 'restore --undo')).toMatchObject({
    code: 0,
    output: { conversations: 0, messages: 0 },
  })
})

test('a bad backup is answered with what is wrong and the exit code 1, bad usage with 2', async () => {
  const place = fullProfile(1)
  writeFileSync(join(place.root, 'bad'), 'Dear diary')
  expect(await run(place, 'verify bad')).toMatchObject({ code: 1, output: { ok: false } })
  expect(await run(place, 'verify nothing')).toMatchObject({
    code: 1,
    output: { problems: [{ code: 'missing' }] },
  })
  expect(await run(place, 'restore bad')).toMatchObject({
    code: 1,
    output: { error: { code: 'backup_damaged' } },
  })
  for (const line of [
    'backup',
    'backup --out=bad',
    'backup --out=x --passphrase-file=nothing',
    'restore',
    'restore nothing',
    'restore bad --undo',
    'restore bad --only=everything',
    'restore --undo',
  ]) {
    expect([line, (await run(place, line)).code]).toEqual([line, 2])
  }
})

test('while the program runs a backup can be made, and nothing is restored', async () => {
  const place = fullProfile(1)
  openLayout(place.root, 1)
  const lock = acquireLock(place.lock, Date.now(), () => {})
  const made = await run(place, 'backup --out=own.keepsake')
  const before = hashOf(place)
  const refused = await run(place, 'restore own.keepsake')
  lock.release()
  expect(made.code).toBe(0)
  expect(refused).toMatchObject({ code: 1, output: { error: { code: 'root_locked' } } })
  expect(hashOf(place)).toBe(before)
  expect(readdirSync(place.root)).not.toContain('lock.json')
})

test('a history that is restored is not taken for another one at the next start', async () => {
  const place = fullProfile(1)
  await run(place, 'backup --out=own.keepsake')
  const target = newProfile()
  const memory = lastKnownFile(
    { path: target.root, kind: 'explicit' },
    join(target.root, 'app-data'),
  )
  const known = { databaseId: 'before', conversations: 3, messages: 9, at: 1 }
  await remember(memory, target.root, 'default', known)
  await run(target, `restore ${join(place.root, 'own.keepsake')} --replace`)
  expect(recall(memory, 'default')).toBeNull()
})

test('a key comes with a passphrase, and says when this machine cannot keep it', async () => {
  const place = fullProfile(1)
  await keysOf(place, 'a').save('api_keys-1', 'sk-secret', { allowPlain: false })
  const id = 'api_keys-2'
  await openKeys(join(place.profile, 'keys.json'), noCipher).save(id, 'sk-plain', {
    allowPlain: true,
  })
  writeFileSync(join(place.root, 'pass'), 'open sesame\n')
  const made = await run(place, 'backup --out=own.keepsake --passphrase-file=pass')
  expect(made).toMatchObject({ code: 0, output: { secrets: 'encrypted', keysLeftOut: 2 } })
  const target = paths(emptyPlace().root, 'default')
  const words = `restore ${join(place.root, 'own.keepsake')} --passphrase-file=${join(place.root, 'pass')}`
  expect(await run(target, words)).toMatchObject({
    code: 0,
    output: { keys: { restored: 0, refused: 1 } },
  })
}, 60_000)

test('what is asked for is a folder that is there: nothing is made elsewhere', async () => {
  const place = fullProfile(1)
  const elsewhere = temporaryFolder()
  expect((await run(place, `backup --out=${elsewhere}/no/x.keepsake`)).code).toBe(2)
  expect(readdirSync(elsewhere)).toEqual([])
})
