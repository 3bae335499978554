import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import type { Part } from '@contract/entities'
import { CHECKOUT, command, electronBinary, expect, launch, temporaryFolder, test } from './app'
import { box, options } from './searching'

interface Row {
  id: string
  parts: string
}

interface Sought {
  id: string
  words: string
  kind: string
}

/** Kinds of messages, as conditions, and how many of each are looked for. */
const KINDS: [kind: string, count: number, where: string][] = [
  ['any', 22, 'TRUE'],
  ['of a branch that is not shown', 8, `m.id NOT IN (SELECT id FROM shown)`],
  ['long', 8, 'length(m.parts) > 4000'],
  ['deep in the longest chat', 4, 'm.conversation_id = (SELECT conversation_id FROM longest)'],
  ['reasoning', 5, `m.parts LIKE '[{"type":"reasoning"%'`],
  ['a tool', 3, `m.parts LIKE '%"type":"tool_result"%'`],
]

function generate(root: string): void {
  const made = ['--conversations=60', '--messages=22500', '--longest=20000', '--seed=1']
  const program = ['--import', './scripts/typescript.mjs', 'tests/bench/generate/main.ts']
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  execFileSync(electronBinary(), [...program, `--out=${root}`, ...made], { cwd: CHECKOUT, env })
}

/** Messages of all kinds, chosen by chance that can be repeated, with words that only they have. */
function choose(root: string): Sought[] {
  const db = new Database(join(root, 'profiles/default/keepsake.db'))
  db.exec(
    `CREATE TEMP TABLE shown AS WITH RECURSIVE up(id) AS (
       SELECT current_message_id FROM conversations UNION ALL
       SELECT parent_id FROM up JOIN messages USING (id) WHERE parent_id IS NOT NULL
     ) SELECT id FROM up;
     CREATE TEMP TABLE longest AS
       SELECT id AS conversation_id FROM conversations ORDER BY message_count DESC LIMIT 1`,
  )
  const sought: Sought[] = []
  for (const [kind, count, where] of KINDS) {
    // A multiple of a prime, so that the order is by chance and always the same.
    const rows = db
      .prepare(
        `SELECT m.id, m.parts FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE c.deleted_at IS NULL AND m.deleted_at IS NULL AND ${where}
         ORDER BY m.seq * 7919 % 10007 LIMIT ?`,
      )
      .all(count * 4) as Row[]
    const found = rows.flatMap(({ id, parts }) => {
      const words = phraseOf(JSON.parse(parts) as Part[], kind)
      return words ? [{ id, words, kind }] : []
    })
    sought.push(...found.slice(0, count))
  }
  db.close()
  return sought
}

/** Four words that follow each other, from the middle of what is meant. */
function phraseOf(parts: Part[], kind: string): string | undefined {
  const texts = parts.flatMap((part) => {
    if (kind === 'reasoning') return part.type === 'reasoning' ? part.text : []
    if (kind === 'a tool') {
      return part.type === 'tool_result' && typeof part.output === 'string' ? part.output : []
    }
    return part.type === 'text' ? part.text : []
  })
  const phrases = [...texts.join('\n').matchAll(/\b[a-z]{3,}(?: [a-z]{3,}){3}\b/g)]
  return phrases[phrases.length >> 1]?.[0]
}

/** Where the reader is: the message with the focus, and whether it and a mark in it are in sight. */
function place(page: Page) {
  return page.evaluate(() => {
    const article = document.activeElement
    const log = article?.closest('[role=log]')
    if (!article || !log) return null
    const room = log.getBoundingClientRect()
    const inSight = ({ top, bottom, height }: DOMRect) =>
      height > 0 && bottom > room.top && top < room.bottom
    const marks = [...(CSS.highlights.get('found') ?? [])].filter(
      (range): range is Range => range instanceof Range && article.contains(range.startContainer),
    )
    return {
      id: article.getAttribute('data-message-id'),
      article: inSight(article.getBoundingClientRect()),
      mark: marks.some((range) => {
        const { top, bottom, height } = range.getBoundingClientRect()
        return height > 0 && top >= room.top && bottom <= room.bottom
      }),
    }
  })
}

test('a hit leads to its very words, wherever in a large history they are', async () => {
  test.setTimeout(180_000)
  const root = temporaryFolder()
  try {
    generate(root)
    const sought = choose(root)
    expect(sought.length).toBeGreaterThanOrEqual(45)
    const { page, app, quit } = await launch({ root })
    await expect(page.getByRole('button', { name: 'New chat' }).first()).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
    const failed: unknown[] = []
    for (const { id, words, kind } of sought) {
      await command(app, 'search')
      await expect(box(page)).toBeFocused()
      await box(page).fill(`"${words}"`)
      const option = options(page).filter({ hasText: words })
      await expect(option).toHaveCount(1)
      await option.click()
      const landed = { id, article: true, mark: true }
      await expect
        .poll(() => place(page))
        .toEqual(landed)
        .catch(async () => failed.push({ kind, words, id, is: await place(page) }))
    }
    expect(failed).toEqual([])
    await quit()
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
