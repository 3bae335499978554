import { setTimeout as wait } from 'node:timers/promises'
import { type Figure, median, type Outcome, percentile } from './figures'
import type { Program } from './program'
import type { World } from './world'

/** Conversations of the list that is scrolled through. */
const CONVERSATIONS = 10_000
/** Until what an opened window does once, such as saving its place, is over. */
const SETTLE_MS = 2000
/** A frame of a screen of 60 Hz, and a little for how its times are rounded. */
const FRAME_MS = 16.8

/** What is scrolled, and how: pixels a frame, or the whole of it in so many frames, as with the scroll bar. */
const WAYS = {
  'list, by the wheel': { in: 'list', step: 120, frames: 900 },
  'list, by the scroll bar': { in: 'list', step: 0, frames: 300 },
  'chat, by the wheel': { in: 'chat', step: -120, frames: 900 },
  'chat, by the scroll bar': { in: 'chat', step: 0, frames: 300 },
} as const

interface Scrolled {
  /** Milliseconds between two frames. */
  frames: number[]
  /** The height of what was read of it by then, in pixels. */
  height: number
  /** The most processor time that one task of the page took. */
  task: number
}

/** Frames while a list of 10,000 conversations, and a chat of 20,000 messages, are scrolled through. */
export async function measureScroll(world: World, runs: number): Promise<Outcome> {
  const program = await world.startMany(CONVERSATIONS)
  const scrolled: Record<string, Scrolled[]> = {}
  try {
    await wait(SETTLE_MS)
    for (let run = 0; run < runs; run += 1) {
      for (const [name, way] of Object.entries(WAYS)) {
        ;(scrolled[name] ??= []).push(await scroll(program, way))
      }
    }
  } finally {
    await program.quit()
  }
  return { raw: scrolled, figures: Object.entries(scrolled).flatMap(figuresOf) }
}

async function scroll({ page }: Program, way: (typeof WAYS)[keyof typeof WAYS]): Promise<Scrolled> {
  const tasks = await page.watchTasks()
  const scrolled = await page.evaluate<Omit<Scrolled, 'task'>>(`(async () => {
    const inside = ${way.in === 'chat' ? `document.querySelector('[role=log]')` : `document.querySelector('[id^=chat-]')`}
    const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowY)
    let scroller = inside
    while (scroller && !scrolls(scroller)) scroller = scroller.parentElement
    if (!scroller) throw new Error('nothing can be scrolled')
    const frame = () => new Promise(requestAnimationFrame)
    let last = await frame()
    const frames = []
    for (let turn = 0; turn < ${way.frames}; turn += 1) {
      if (${way.step}) scroller.scrollTop += ${way.step}
      else scroller.scrollTop = scroller.scrollHeight * (1 - Math.abs(1 - (2 * turn) / ${way.frames}))
      const now = await frame()
      frames.push(now - last)
      last = now
    }
    return { frames, height: scroller.scrollHeight }
  })()`)
  return { ...scrolled, task: await tasks() }
}

function figuresOf([name, runs]: [string, Scrolled[]]): Figure[] {
  const of = (pick: (run: Scrolled) => number) => median(runs.map(pick))
  const what = `scroll, ${name}`
  return [
    {
      what: `${what}: frame`,
      value: of(({ frames }) => median(frames)),
      unit: 'ms',
      budget: FRAME_MS,
      note: `of ${of(({ height }) => height).toLocaleString('en')} pixels`,
    },
    { what: '    99 of 100', value: of(({ frames }) => percentile(frames, 0.99)), unit: 'ms' },
    {
      what: '    longest',
      value: of(({ frames }) => Math.max(...frames)),
      unit: 'ms',
      budget: 50,
    },
    { what: '    longest task, processor time', value: of(({ task }) => task), unit: 'ms' },
  ]
}
