import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished } from 'vitest'
import { build } from 'vite'
import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { Result } from '@contract/errors'
import type { EventMessage } from '@contract/events'
import type { Line, Order } from './child/app'
import { CHECKOUT } from './program'

export interface Place {
  root: string
  appData: string
}

/** The whole program without its window, as a process of its own. */
export interface Child {
  call<K extends CallName>(name: K, input?: CallInput<K>): Promise<CallOutput<K>>
  ask<K extends CallName>(name: K, input?: CallInput<K>): Promise<Result<CallOutput<K>>>
  /** Moves its clock by so many milliseconds. */
  setClock(offset: number): Promise<void>
  /** Has it write the width of a window to its settings. */
  setWidth(width: number): Promise<void>
  events: EventMessage[]
  pid(): number
  /** What it wrote to its log. */
  log: string[]
  /** Resolves when the reply has ended. */
  replied(replyId: string): Promise<void>
  kill(): Promise<void>
  /** Ends it as a person does; answers the exit code. */
  close(): Promise<number | null>
  /** Resolves when it is gone, whyever. */
  gone: Promise<number | null>
}

/** A folder for roots, gone after the test. */
export function temporaryPlace(folder = mkdtempSync(join(tmpdir(), 'keepsake-faults-'))): Place {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { root: join(folder, 'root'), appData: join(folder, 'app-data') }
}

/** The same data in another place. */
export function copyOf(place: Place): Place {
  const copy = temporaryPlace()
  mkdirSync(copy.root, { recursive: true })
  cpSync(place.root, copy.root, { recursive: true })
  return copy
}

/** Opens a root. `prefix` is the tracer to run it under; throws `gone` when it does not get ready. */
export async function openChild(place: Place, prefix: string[] = []): Promise<Child> {
  const script = await bundle()
  const migrations = join(CHECKOUT, 'migrations')
  const command = [...prefix, process.execPath, script, place.root, place.appData, migrations]
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return converse(child)
}

async function converse(child: ChildProcess): Promise<Child> {
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('the child cannot be talked to')
  const events: EventMessage[] = []
  const log: string[] = []
  const waiting = new Map<number, (answer: unknown) => void>()
  let lastId = 0
  let pid = 0
  let getReady: () => void
  const ready = new Promise<void>((resolve) => (getReady = resolve))
  stdin.on('error', () => {})
  stderr.on('data', (text: Buffer) => log.push(text.toString()))
  createInterface({ input: stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line
    if ('ready' in line) {
      pid = line.ready
      getReady()
    } else if ('event' in line) events.push(line.event as EventMessage)
    else if ('log' in line) log.push(`${line.log} ${JSON.stringify(line.data)}`)
    else waiting.get(line.id)?.(line.answer)
  })
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve))
  // A tracer that is killed would leave what it traces; that one is killed itself.
  const end = () => process.kill(pid || (child.pid ?? 0), 'SIGKILL')
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) end()
    await gone
  })

  const orWhenGone = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([work, gone.then(() => Promise.reject(new Error(`gone: ${log.join('\n')}`)))])

  function order(what: DistributiveOmit<Order, 'id'>): Promise<unknown> {
    const id = ++lastId
    const answer = new Promise((resolve) => waiting.set(id, resolve))
    stdin?.write(`${JSON.stringify({ id, ...what })}\n`)
    return orWhenGone(answer)
  }
  const ask: Child['ask'] = async (name, input) =>
    (await order({ call: name, input })) as Result<CallOutput<typeof name>>

  await orWhenGone(ready)
  return {
    ask,
    async call(name, input) {
      const answer = await ask(name, input)
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
      return answer.value
    },
    setClock: async (offset) => void (await order({ clock: offset })),
    setWidth: async (width) => void (await order({ width })),
    events,
    log,
    pid: () => pid,
    replied: (replyId) =>
      orWhenGone(expect.poll(() => hasEnded(events, replyId), { interval: 5 }).toBe(true)),
    async kill() {
      end()
      await gone
    },
    close() {
      stdin.end()
      return gone
    },
    gone,
  }
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never

/** Its last fact is the conversation's: only then the next question is taken. */
function hasEnded(events: EventMessage[], replyId: string): boolean {
  return events.some(
    ({ name, value }) =>
      name === 'message.saved' && value.id === replyId && value.status !== 'streaming',
  )
}

let bundled: Promise<string> | undefined

/** The child and the program's threads beside it, as the program is built. Answers the child's file. */
function bundle(): Promise<string> {
  bundled ??= buildInto(mkdtempSync(join(tmpdir(), 'keepsake-faults-child-')))
  return bundled
}

async function buildInto(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    root: CHECKOUT,
    resolve: { alias: { '@contract': join(CHECKOUT, 'src-preload/contract') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: {
        input: {
          app: join(CHECKOUT, 'tests/faults/child/app.ts'),
          thread: join(CHECKOUT, 'src-main/db/thread.ts'),
          job: join(CHECKOUT, 'src-main/jobs/thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'))
  return join(folder, 'app.js')
}
