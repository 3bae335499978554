import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { useServer } from './chat'
import { type HostileServer, startHostileServer } from './hostileServer'
import { hear } from './hearing'
import { hostileTexts } from './hostileText'
import { type Running, start, temporaryHome } from './program'
import { figure, isLong } from './report'

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
    await hear(program, server, text, `<img src=x onerror="window.pwned = 'title'"> ${name}`)
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
  await hear(program, server, `[https://bank.example](${server.bait}/phish)`, 'Where is my bank?')
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
  await hear(program, server, `\`pa\u200bss\`\n\n\`\`\`js\n${code}\n\`\`\``, 'Is it safe?')
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
