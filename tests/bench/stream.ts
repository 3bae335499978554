import { randomUUIDv7 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, median, type Outcome, ratio } from './figures'
import { openRandom } from './generate/random'
import { openWriter } from './generate/text'
import { openWords } from './generate/words'
import { type Block, type Frames, WATCH_FRAMES, WATCH_THREAD } from './probes'
import { type Program, wallClock } from './program'
import { startTokenServer, type TokenServer } from './tokenServer'
import type { World } from './world'

const TOKENS = 2000
const PER_SECOND = 200
const CHARACTERS = 5
const QUARTERS = 4
/** How much more script a later quarter may need and still count as flat. */
const FLAT = 1.5
/** Until what follows a reply, such as saving the place of the scroll bar, is over. */
const SETTLE_MS = 1000

interface Streamed {
  /** Milliseconds from the key to the request that reached the server. */
  asked: number
  /** Processor time of the page's thread for each quarter of the reply, in milliseconds. */
  script: number[]
  layout: number[]
  frames: Frames
  /** The most processor time that one task of the page took. */
  task: number
  /** How the main thread was blocked before the first token, and from then on. */
  asking: Block
  streaming: Block
  /** Null where the system does not tell. */
  written: number | null
}

/** A reply of 2,000 tokens at 200 a second, into a new chat and into a very long one. */
export async function measureStream(world: World, runs: number): Promise<Outcome> {
  const tokens = makeTokens()
  const server = await startTokenServer(tokens, PER_SECOND)
  try {
    const empty = await streamInto(world, 'empty', server, runs)
    const long = await streamInto(world, 'big', server, runs)
    const bytes = Buffer.byteLength(tokens.join(''))
    return {
      raw: { bytes, empty, long },
      figures: [
        ...figuresOf('empty chat', empty, bytes),
        ...figuresOf('20,000-message chat', long, bytes),
        {
          what: 'stream, script time, long chat against empty',
          value: median(long.map((run) => sum(run.script))),
          unit: 'ms',
          against: {
            what: 'empty',
            ratio: ratio(
              long.map((run) => sum(run.script)),
              empty.map((run) => sum(run.script)),
            ),
          },
        },
      ],
    }
  } finally {
    await server.close()
  }
}

/** The same text in each quarter, so that only the length before it differs. */
function makeTokens(): string[] {
  const random = openRandom(7)
  const length = (TOKENS / QUARTERS) * CHARACTERS
  const text = openWriter(random, openWords(random)).markdown(length)
  // A fence that the cut leaves open would swallow the next quarter.
  const cut = text.slice(0, length - 6)
  const open = (cut.match(/^```/gm)?.length ?? 0) % 2 === 1
  const quarter = open ? `${cut.slice(0, -4)}\n\`\`\`\n\n` : `${cut}\n\n`
  return (
    quarter
      .padEnd(length, '.')
      .repeat(QUARTERS)
      .match(/[^]{5}/g) ?? []
  )
}

async function streamInto(
  world: World,
  store: 'empty' | 'big',
  server: TokenServer,
  runs: number,
): Promise<Streamed[]> {
  const program = await world.start(store, { inspect: true })
  try {
    const id = store === 'big' ? world.chats.long.id : null
    await useServer(program, server.url, id)
    await program.inMain(WATCH_THREAD)
    const streamed: Streamed[] = []
    for (let run = 0; run < runs; run += 1) {
      await program.page.call('settings.update', { patch: { openConversationId: id } })
      await program.page.reload()
      await wait(SETTLE_MS)
      streamed.push(await streamOnce(program, server))
    }
    return streamed
  } finally {
    await program.quit()
  }
}

async function useServer({ page }: Program, baseUrl: string, chat: string | null): Promise<void> {
  const id = randomUUIDv7()
  const server = { id, kind: 'openai-compatible', name: 'Loopback', baseUrl } as const
  const provider = { ...server, headers: {}, parameters: {}, defaultModel: 'm' }
  await page.call('providers.create', { provider, key: null })
  const patch = { defaultProviderId: id, defaultModel: 'm', titlesByModel: false }
  await page.call('settings.update', { patch })
  if (chat) {
    const patch = { providerId: null, model: null }
    await page.call('conversations.update', { ids: [chat], patch })
  }
}

async function streamOnce(program: Program, server: TokenServer): Promise<Streamed> {
  const { page, inMain, pid } = program
  await page.type('A question of ordinary length, typed by hand.')
  await wait(SETTLE_MS)
  const before = bytesWritten(pid)
  const next = server.next()
  const tasks = await page.watchTasks()
  await page.evaluate(WATCH_FRAMES)
  await inMain('bench.take()')
  const pressed = wallClock()
  await page.pressEnter()
  const reply = await next
  await reply.reached(1)
  const asking = await inMain<Block>('bench.take()')
  const spent = [await page.spent()]
  for (let quarter = 1; quarter <= QUARTERS; quarter += 1) {
    await reply.reached((TOKENS / QUARTERS) * quarter)
    spent.push(await page.spent())
  }
  const status = await page.evaluate<string>('bench.ended')
  if (status !== 'complete') throw new Error(`The reply ended as ${status}.`)
  await wait(SETTLE_MS)
  const streaming = await inMain<Block>('bench.take()')
  const after = bytesWritten(pid)
  const differences = (of: 'script' | 'layout') =>
    spent.slice(1).map((later, index) => later[of] - (spent[index]?.[of] ?? 0))
  return {
    asked: reply.askedAt - pressed,
    script: differences('script'),
    layout: differences('layout'),
    frames: await page.evaluate<Frames>('bench.stop()'),
    task: await tasks(),
    asking,
    streaming,
    written: after !== null && before !== null ? after - before : null,
  }
}

/** Bytes that a process has had written to disk; only Linux tells. */
function bytesWritten(pid: number): number | null {
  if (process.platform !== 'linux') return null
  return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1])
}

function figuresOf(chat: string, runs: Streamed[], bytes: number): Figure[] {
  const of = (pick: (run: Streamed) => number) => median(runs.map(pick))
  const last = of((run) => run.script.at(-1) ?? Number.NaN)
  const first = of((run) => run.script[0] ?? Number.NaN)
  const name = (what: string) => `stream, ${chat}: ${what}`
  return [
    { what: name('from Enter to the request'), value: of((run) => run.asked), unit: 'ms' },
    { what: name('longest frame'), value: of((run) => run.frames.longest), unit: 'ms', budget: 50 },
    { what: '    longest task, processor time', value: of((run) => run.task), unit: 'ms' },
    {
      what: name('script time, last 500 tokens'),
      value: last,
      unit: 'ms',
      against: { what: 'first 500', ratio: last / first },
      budget: FLAT,
    },
    { what: name('layout time'), value: of((run) => sum(run.layout)), unit: 'ms' },
    {
      what: name('shell blocked, asking'),
      value: of((run) => run.asking.wall),
      unit: 'ms',
      budget: 16,
    },
    { what: '    processor time of it', value: of((run) => run.asking.busy), unit: 'ms' },
    {
      what: name('shell blocked, streaming'),
      value: of((run) => run.streaming.wall),
      unit: 'ms',
      budget: 16,
    },
    { what: '    processor time of it', value: of((run) => run.streaming.busy), unit: 'ms' },
    ...writtenOf(name('bytes written for each of the text'), runs, bytes),
  ]
}

function writtenOf(what: string, runs: Streamed[], bytes: number): Figure[] {
  const written = runs.flatMap((run) => run.written ?? [])
  if (written.length === 0) return []
  return [{ what, value: median(written) / bytes, unit: 'bytes', budget: 110 }]
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
