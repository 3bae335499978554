import { afterAll, beforeAll, expect, test } from 'vitest'
import { useServer } from './chat'
import { hear } from './hearing'
import { heavyTexts } from './heavyText'
import { type HostileServer, startHostileServer } from './hostileServer'
import { type Running, start, temporaryHome } from './program'
import { figure, isLong } from './report'
import { longestTask } from './tasks'

/** Of a hundred frames, 99 may take so many milliseconds. Only the long form asks: others share their machine. */
const FRAME = 50
/** Processor time that one task of the page may take: a moment that is missed once, and no more. */
const TASK = isLong ? 120 : 500

let server: HostileServer
beforeAll(async () => {
  server = await startHostileServer()
})
afterAll(() => server.close())

test('F29 F31 what a model says at great length leaves the window alive', async () => {
  const program = await start(temporaryHome())
  await useServer(program, server.url)
  for (const [name, text] of kinds()) {
    const seen = await drawn(program, name, text)
    figure(
      `F29 F31 ${name}: 99th of 100 frames / longest task`,
      Object.entries(seen)
        .map(([when, { frame, task }]) => `${when} ${Math.round(frame)} / ${Math.round(task)} ms`)
        .join(', '),
      `${FRAME} / ${TASK} ms`,
    )
    for (const [when, { frame, task }] of Object.entries(seen)) {
      expect.soft(task, `the longest task of ${name}, ${when}`).toBeLessThan(TASK)
      if (isLong) expect.soft(frame, `frames of ${name}, ${when}`).toBeLessThanOrEqual(FRAME)
    }
    expect([name, await program.inPage('document.body.innerText')]).toEqual([
      name,
      expect.not.stringContaining('stopped working'),
    ])
  }
  await program.quit()
})

/** All of them, a third of them in the short form, or those that are asked for, with a comma between them. */
function kinds() {
  const all = Object.entries(heavyTexts(isLong ? 1_000_000 : 200_000))
  const asked = process.env['KEEPSAKE_DRAWING']?.split(',')
  return all.filter(([name], index) => asked?.includes(name) ?? (isLong || index % 3 === 0))
}

/** Frames and tasks of the page while a reply is written, and with whatever a reader does to it then. */
async function drawn(program: Running, name: string, text: string) {
  const { page } = program
  const seen: Record<string, { frame: number; task: number }> = {}
  const note = async (when: string, happens: () => Promise<unknown>) => {
    const task = await longestTask(program, async () => {
      await program.inPage(COUNT_FRAMES)
      await happens()
      await program.inPage(PAINTED)
      await expect.poll(() => program.inPage(DRAWN), { timeout: 60_000 }).toBe(true)
    })
    seen[when] = { frame: Number(await program.inPage(SLOW_FRAME)), task }
  }
  const leave = () => page.getByRole('button', { name: 'New chat' }).first().click()
  await note('written', () => hear(program, server, `${text}\n\n${END}`, name))
  await leave()
  if (isLong) {
    // As a page that has drawn nothing yet.
    await page.reload()
    await page.getByRole('button', { name, exact: true }).waitFor()
    await program.inPage('new Promise((done) => requestIdleCallback(done))')
    await note('opened', () => page.getByRole('button', { name, exact: true }).click())
    await note('dark', () => page.emulateMedia({ colorScheme: 'dark' }))
    await note('light', () => page.emulateMedia({ colorScheme: 'light' }))
    await note('narrowed', () => page.setViewportSize({ width: 600, height: 700 }))
    await note('widened', () => page.setViewportSize({ width: 1100, height: 700 }))
    await note('scrolled', () => program.inPage(SCROLLED))
    await leave()
  }
  return seen
}

const END = 'This is the end.'
/** The end is there, and nothing waits for its turn any more. */
const DRAWN = `(() => {
  const log = document.querySelector('[role=log]')
  const end = [...log.querySelectorAll('.portion')].at(-1)
  return end?.textContent.includes('${END}') && !log.querySelector('article [aria-busy]')
})()`
const COUNT_FRAMES = `(() => {
  let last = performance.now()
  const frames = []
  const count = (now) => {
    frames.push(now - last)
    last = now
    window.framesCounted = { frames, next: requestAnimationFrame(count) }
  }
  window.framesCounted = { frames, next: requestAnimationFrame(count) }
})()`
/** The frame that 99 of 100 are not slower than, in milliseconds. */
const SLOW_FRAME = `(() => {
  const { frames, next } = window.framesCounted
  cancelAnimationFrame(next)
  return frames.toSorted((a, b) => a - b)[Math.ceil(frames.length * 0.99) - 1] ?? 0
})()`
/** What has changed is painted. */
const PAINTED = `new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))`
/** Up to the beginning and down again, by a window in each frame, or faster where that takes too long. */
const SCROLLED = `(async () => {
  const log = document.querySelector('[role=log]')
  const step = Math.max(log.clientHeight, log.scrollHeight / 200)
  for (const way of [-step, step]) {
    for (let turn = 0; turn < 220; turn += 1) {
      const before = log.scrollTop
      log.scrollTop += way
      await new Promise(requestAnimationFrame)
      if (log.scrollTop === before) break
    }
  }
})()`
