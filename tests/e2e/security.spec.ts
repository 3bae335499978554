import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT, expect, withKeepsake } from './app'
import { ask, connect, test } from './server'
import { ACTIVE } from '../fixtures/lists'

test('a page has no power of its own', async () => {
  await withKeepsake({}, async ({ page }) => {
    const seen = await page.evaluate(() => ({
      node: [
        typeof (globalThis as { require?: unknown }).require,
        typeof (globalThis as { process?: unknown }).process,
      ],
      api: Object.keys(window.api),
    }))
    expect(seen).toEqual({ node: ['undefined', 'undefined'], api: ['call', 'onEvent', 'pathOf'] })
    const sent = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'sent',
        () => 'refused',
      ),
    )
    expect(sent).toBe('refused')
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "ran"'
      document.head.append(script)
      return document.title
    })
    expect(ran).not.toBe('ran')
  })
})

test('a window stays on its own page and opens no other', async () => {
  await withKeepsake({}, async ({ app, page }) => {
    const asked = await app.evaluate(({ dialog, shell }) => {
      const seen: string[] = []
      // Nothing may leave by itself: what is asked of the system is only noted.
      shell.openExternal = (url) => {
        seen.push(`opened ${url}`)
        return Promise.resolve()
      }
      dialog.showMessageBox = () => {
        seen.push('asked')
        return Promise.resolve({ response: 1, checkboxChecked: false })
      }
      Object.assign(globalThis, { seen })
      return seen
    })
    expect(asked).toEqual([])
    const { url } = { url: page.url() }
    await page.evaluate(() => {
      window.open('https://example.com/')
      location.href = 'https://example.com/'
    })
    await page.evaluate(() => {
      window.open('file:///etc/passwd')
    })
    expect(page.url()).toBe(url)
    expect(app.windows()).toHaveLength(1)
    const seen = await app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
    expect(seen).toEqual(['asked'])
  })
})

test('a key is in no file, no log and no answer in clear', async ({ server }) => {
  const needle = 'sk-TEST-NEEDLE-0123456789'
  await withKeepsake({}, async (keepsake) => {
    const { page, root } = keepsake
    const id = await connect(keepsake, server.at('complete'))
    const refused = await page.evaluate(
      ([id, key]) => window.api.call('providers.saveKey', { id, key }),
      [id, needle] as const,
    )
    const { keyStore } = await keepsake.call('app.info')
    if (keyStore === 'system') expect(refused.ok).toBe(true)
    // Without a key store of the system nothing is kept in clear unless the user says so.
    else expect(refused).toMatchObject({ ok: false, error: { code: 'key_store_missing' } })
    await ask(keepsake, 'Hello?')
    await expect(page.getByRole('article', { name: /^test-model/ })).toContainText('Hello world')
    const answers = [
      await keepsake.call('providers.list'),
      await keepsake.call('app.info'),
      await keepsake.call('settings.get'),
    ]
    expect(JSON.stringify(answers)).not.toContain(needle)
    for (const file of filesIn(root)) expect(readFileSync(file).includes(needle), file).toBe(false)
  })
})

test('a page names no file that it was not given', async () => {
  await withKeepsake({}, async ({ page, root }) => {
    const answers = await page.evaluate(
      async (path) => {
        const bytes = new File(['made here'], 'made.txt')
        return [
          window.api.pathOf(bytes),
          await window.api.call('attachments.add', { draftId: 'new', source: { path } }),
          await window.api.call('imports.drop', { paths: [path] }),
          await window.api.call('attachments.ofDraft', { draftId: 'new' }),
        ]
      },
      join(root, 'settings.json'),
    )
    const refused = { ok: false, error: expect.objectContaining({ code: 'bad_input' }) as unknown }
    expect(answers).toEqual(['', refused, refused, { ok: true, value: [] }])
  })
})

test('only our own page may call', async () => {
  await withKeepsake({}, async ({ app }) => {
    const preload = join(CHECKOUT, 'out/preload/index.cjs')
    // What runs in the program sees nothing of this file.
    const question = JSON.stringify({ filter: ACTIVE, after: null, limit: 1 })
    const answer = await app.evaluate(
      async ({ BrowserWindow, session }, { preload, question }) => {
        const stranger = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, session: session.fromPartition('stranger') },
        })
        await stranger.loadURL('data:text/html,<p>stranger</p>')
        const answer: unknown = await stranger.webContents.executeJavaScript(
          `window.api.call('conversations.list', ${question})`,
        )
        stranger.destroy()
        return answer
      },
      { preload, question },
    )
    expect(answer).toEqual({ ok: false, error: { code: 'forbidden_sender' } })
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
}
