import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { thisHost } from '../../../src-main/storage/host'
import { acquireLock, readLock } from '../../../src-main/storage/lock'
import { bundleScript, start } from './child'
import { temporaryFolder } from './disk'

const HOLDER = `
import { acquireLock } from 'src-main/storage/lock'
process.stdin.once('data', () => {
  try {
    acquireLock(process.argv[2], Date.now(), () => {})
    console.log('taken')
  } catch (error) {
    console.log(error.failure?.code ?? String(error))
  }
  process.stdin.once('data', () => process.exit())
})
console.log = (line) => process.stdout.write(line + '\\n')
`
const never = () => {
  throw new Error('the lock was lost')
}

afterEach(() => {
  vi.useRealTimers()
})

function writeLock(file: string, more: object) {
  writeFileSync(file, JSON.stringify({ token: 'x', ...thisHost(), started: 1, ...more }))
}

function age(file: string, milliseconds: number) {
  const then = new Date(Date.now() - milliseconds)
  utimesSync(file, then, then)
}

test('a root is taken once, and free again after', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'lock.json')
  const lock = acquireLock(file, Date.now(), never)
  expect(readLock(file, Date.now())).toMatchObject({ state: 'here', pid: process.pid })
  expect(() => acquireLock(file, Date.now(), never)).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({
        code: 'root_locked',
        values: { pid: process.pid, host: thisHost().host, where: 'here' },
      }),
    }),
  )
  expect(readLock(file, Date.now())).toMatchObject({ answers: false })
  lock.announce()
  expect(readLock(file, Date.now())).toMatchObject({ state: 'here', answers: true })
  lock.release()
  expect(readLock(file, Date.now())).toEqual({ state: 'free' })
  expect(readdirSync(folder)).toEqual([])
})

test('a killed process leaves a lock that the next one takes over', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'lock.json')
  const script = await bundleScript(folder, HOLDER)
  const holder = start(script, file)
  holder.child.stdin.write('go')
  expect(await holder.line).toBe('taken')
  expect(readLock(file, Date.now())).toMatchObject({ state: 'here', pid: holder.child.pid })
  expect(() => acquireLock(file, Date.now(), never)).toThrow('root_locked')
  holder.child.kill('SIGKILL')
  await holder.ended
  expect(readLock(file, Date.now())).toEqual({ state: 'dead' })
  acquireLock(file, Date.now(), never).release()
})

test('a process that ends lets others in by itself', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'lock.json')
  const holder = start(await bundleScript(folder, HOLDER), file)
  holder.child.stdin.write('go')
  await holder.line
  holder.child.stdin.write('end')
  await holder.ended
  expect(existsSync(file)).toBe(false)
})

test('of many processes that find a dead lock, or none, exactly one gets the root', async () => {
  const folder = temporaryFolder()
  const script = await bundleScript(folder, HOLDER)
  for (const round of [1, 2, 3, 4]) {
    const file = join(folder, `lock-${round}.json`)
    if (round % 2 === 0) writeLock(file, { boot: 'an earlier one' })
    const crowd = Array.from({ length: 8 }, () => start(script, file))
    for (const { child } of crowd) child.stdin.write('go')
    const lines = await Promise.all(crowd.map(({ line }) => line))
    expect(lines.toSorted()).toEqual([...Array<string>(7).fill('root_locked'), 'taken'])
    for (const { child } of crowd) child.kill('SIGKILL')
    await Promise.all(crowd.map(({ ended }) => ended))
  }
}, 60_000)

test('a lock of another machine counts for two minutes after its last sign of life', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'lock.json')
  writeLock(file, { host: 'laptop', pid: 7 })
  expect(readLock(file, Date.now())).toMatchObject({
    state: 'elsewhere',
    host: 'laptop',
    pid: 7,
    started: 1,
  })
  expect(() => acquireLock(file, Date.now(), never)).toThrow('process 7 on laptop')
  age(file, 119_000)
  expect(() => acquireLock(file, Date.now(), never)).toThrow('root_locked')
  age(file, 121_000)
  acquireLock(file, Date.now(), never).release()
})

test('a lock from before the machine was restarted is dead', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'lock.json')
  writeLock(file, { boot: 'an earlier one' })
  expect(readLock(file, Date.now())).toEqual({ state: 'dead' })
})

test.skipIf(process.platform !== 'linux')(
  'a process that got the number of a dead one does not hold its lock',
  () => {
    const file = join(temporaryFolder(), 'lock.json')
    writeLock(file, { processStart: '1' })
    expect(readLock(file, Date.now())).toEqual({ state: 'dead' })
  },
)

test('where the start of a process is not known, its signs of life decide', () => {
  const file = join(temporaryFolder(), 'lock.json')
  writeLock(file, { processStart: '' })
  expect(readLock(file, Date.now())).toMatchObject({ state: 'here' })
  age(file, 121_000)
  expect(readLock(file, Date.now())).toEqual({ state: 'dead' })
})

test('a lock that is just being written is held, one left empty by a crash is not', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'lock.json')
  writeFileSync(file, '')
  expect(() => acquireLock(file, Date.now(), never)).toThrow('root_locked')
  age(file, 6_000)
  acquireLock(file, Date.now(), never).release()
  writeFileSync(`${file}.takeover`, '')
  age(`${file}.takeover`, 6_000)
  writeLock(file, { boot: 'an earlier one' })
  acquireLock(file, Date.now(), never).release()
  expect(readdirSync(folder)).toEqual([])
})

test('a held lock shows that it lives, and its holder learns when it was taken over', async () => {
  const folder = temporaryFolder()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const file = join(folder, 'lock.json')
  let lost = 0
  const lock = acquireLock(file, Date.now(), () => lost++)
  age(file, 500_000)
  vi.advanceTimersByTime(30_000)
  await expect.poll(() => Date.now() - statSync(file).mtimeMs).toBeLessThan(60_000)
  expect(lost).toBe(0)
  writeLock(file, { host: 'laptop' })
  vi.advanceTimersByTime(30_000)
  await expect.poll(() => lost).toBe(1)
  lock.release()
  expect(readFileSync(file, 'utf8')).toContain('laptop')
})
