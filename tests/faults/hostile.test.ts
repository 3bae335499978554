import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { useServer } from './chat'
import { type HostileServer, startHostileServer } from './hostileServer'
import { heavyTexts, hostileTexts } from './hostileText'
import { type Running, start, temporaryHome } from './program'
import { figure, isLong } from './report'
import { longestTask } from './tasks'
import { ACTIVE } from '../fixtures/lists'

/** Processor time that one task of the page may take, in milliseconds. */
const TASK = 100

let server: HostileServer
beforeAll(async () => {
  server = await startHostileServer()
})
afterAll(() => server.close())

test('F27 F28 F35 what a hostile model says runs nothing, fetches nothing and opens nothing', async () => {
  const { program, seen } = await watched()
  const texts = hostileTexts(server.bait)
  const replies = isLong ? Object.entries(texts) : inParts(Object.entries(texts), 4)
  for (const [name, text] of replies) {
    await hear(program, text, `<img src=x onerror="window.pwned = 'title'"> ${name}`)
    await expectHarmless(program)
  }
  // Drawn anew from the database, and not as a stream.
  await program.inPage('location.reload()')
  await expect.poll(() => program.inPage('document.body.innerText')).toContain('look-alike')
  await expectHarmless(program)
  expect(server.taken).toEqual([])
  expect(await seen()).toEqual({
    opened: [],
    asked: [],
    windows: 1,
    url: 'app://bundle/index.html',
  })

  // A click asks first, and names where it really leads.
  await hear(program, `[https://bank.example](${server.bait}/phish)`, 'Where is my bank?')
  await program.page.getByRole('link', { name: 'https://bank.example' }).click()
  await expect.poll(async () => (await seen()).asked.join()).toContain(new URL(server.bait).host)
  expect((await seen()).opened).toEqual([])
  expect(server.taken).toEqual([])
  figure('F27 F28 F35 hostile replies', `${Object.keys(texts).length} kinds, nothing ran or left`)
  await program.quit()
})

test('F29 what is hidden in code is shown by its number, and copied by no button', async () => {
  const { program } = await watched()
  const { app, page } = program
  const code = 'if (admin\u202e\u2066// check\u2069\u2066) {\u001b[31m'
  await hear(program, `\`pa\u200bss\`\n\n\`\`\`js\n${code}\n\`\`\``, 'Is it safe?')
  const copied = () => app.evaluate(({ clipboard }) => clipboard.readText())
  const log = page.getByRole('log')
  await expect.poll(() => log.innerText()).toContain('if (admin[U+202E][U+2066]// check')
  expect(await log.innerText()).toContain('pa[U+200B]ss')
  expect(await log.getByRole('note').innerText()).toContain('U+001B, U+202E, U+2066, U+2069')
  await log.getByRole('button', { name: 'Copy code' }).click()
  await expect.poll(copied).toBe('if (admin// check) {\n')
  await log.getByRole('button', { name: 'Copy', exact: true }).last().click()
  await expect.poll(copied).toContain('if (admin// check) {\n```')
  await program.quit()
})

test('F29 F31 what a model says at great length leaves the window alive', async () => {
  const { program } = await watched()
  let worst = { name: 'none', task: 0 }
  for (const [name, text] of Object.entries(heavyTexts(isLong ? 1_000_000 : 200_000))) {
    const note = async (when: string, happens: () => Promise<unknown>) => {
      const task = await longestTask(program, async () => {
        await happens()
        await expect.poll(() => program.inPage(DRAWN), { timeout: 60_000 }).toBe(true)
      })
      if (task > worst.task) worst = { name: `${name}, ${when}`, task }
      expect([name, when, Math.round(task)]).toEqual([
        name,
        when,
        expect.toSatisfy((took) => took < TASK),
      ])
    }
    await note('written', () => hear(program, `${text}\n\n${END}`, name))
    expect([name, await program.inPage('document.body.innerText')]).toEqual([
      name,
      expect.not.stringContaining('stopped working'),
    ])
    if (isLong) {
      const { page } = program
      await page.getByRole('button', { name: 'New chat' }).first().click()
      await note('opened', () => page.getByRole('button', { name, exact: true }).click())
      await note('narrowed', () => page.setViewportSize({ width: 600, height: 700 }))
      await note('widened', () => page.setViewportSize({ width: 1100, height: 700 }))
    }
  }
  figure(
    'F29 F31 longest task of the window',
    `${Math.round(worst.task)} ms (${worst.name})`,
    `${TASK} ms`,
  )
  await program.quit()
})

const END = 'This is the end.'
/** The end is there, and nothing waits for its turn any more. */
const DRAWN = `(() => {
  const log = document.querySelector('[role=log]')
  return log.textContent.includes('${END}') && !log.querySelector('article [aria-busy]')
})()`

/** Asks in a new conversation and waits until the window has drawn the whole reply. */
async function hear(program: Running, text: string, question: string): Promise<void> {
  const { page } = program
  server.say(text)
  await expect.poll(() => page.innerText('[data-region=composer]')).toContain('numbers')
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await page.fill('#composer', question)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => lastStatus(program, question), { timeout: 60_000 }).toBe('complete')
  // One more turn of the page: what a script would do, it has done by then.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)))
}

/** How the reply to this question stands; nothing as long as the question is not there. */
async function lastStatus(program: Running, question: string): Promise<string> {
  const { items } = await program.call('conversations.list', {
    filter: ACTIVE,
    after: null,
    limit: 1,
  })
  const conversationId = items[0]?.id ?? ''
  const path = await program.call('messages.path', { conversationId, limit: 2 })
  const [asked] = path.messages
  const isIt = asked?.parts.some((part) => part.type === 'text' && part.text === question)
  return (isIt && path.messages.at(-1)?.status) || ''
}

/** Nothing ran, and nothing is in the page that could. */
async function expectHarmless({ inPage }: Running): Promise<void> {
  const found = await inPage(`(() => {
    const messages = document.querySelector('[role=log]')
    const bad = 'script,iframe,object,embed,style,form,base,link,meta,input:not([type=checkbox][disabled]),video,audio,[srcset],source,picture,[autofocus],[style*=fixed],[style*=url]'
    const handlers = [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some(({ name }) => name.startsWith('on')))
    const links = [...messages.querySelectorAll('a[href]')].map(({ protocol }) => protocol)
    const images = [...document.images].filter(({ src }) => !/^(app|blob|data):/.test(src))
    return {
      pwned: window.pwned ?? null,
      api: typeof window.api.call,
      bad: [...messages.querySelectorAll(bad)].map((element) => element.outerHTML),
      handlers: handlers.map((element) => element.outerHTML),
      links: links.filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
      images: images.map((image) => image.src),
      composer: document.querySelector('#composer')?.tagName,
    }
  })()`)
  expect(found).toEqual({
    pwned: null,
    api: 'function',
    bad: [],
    handlers: [],
    links: [],
    images: [],
    composer: 'TEXTAREA',
  })
}

/** A program whose ways out are watched: the system's browser, questions, windows, navigation. */
async function watched() {
  const program = await start(temporaryHome())
  await useServer(program, server.url)
  const { app, page } = program
  const dialogs: string[] = []
  page.on('dialog', (dialog) => dialogs.push(dialog.message()))
  onTestFinished(() => expect(dialogs).toEqual([]))
  await app.evaluate(({ dialog, shell }) => {
    const seen = { opened: [] as string[], asked: [] as string[] }
    Object.assign(globalThis, { seen })
    shell.openExternal = (url) => Promise.resolve(void seen.opened.push(url))
    const ask = (...args: unknown[]) => {
      seen.asked.push(JSON.stringify(args.at(-1)))
      return Promise.resolve({ response: 1, checkboxChecked: false })
    }
    dialog.showMessageBox = ask
  })
  const seen = () =>
    app.evaluate(({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows()
      const { seen } = globalThis as unknown as { seen: { opened: string[]; asked: string[] } }
      return { ...seen, windows: windows.length, url: windows[0]?.webContents.getURL() ?? '' }
    })
  return { program, seen }
}

/** The texts, so many to a reply. */
function inParts(texts: [string, string][], count: number): [string, string][] {
  const size = Math.ceil(texts.length / count)
  return Array.from({ length: count }, (_, index) => {
    const part = texts.slice(index * size, (index + 1) * size)
    return [part.map(([name]) => name).join(', '), part.map(([, text]) => text).join('\n\n---\n\n')]
  })
}
