import { expect, test } from 'vitest'
import { temporaryDatabase } from '../world'
import { addChat, exported, richChat, say } from './history'

const HOSTILE = [
  '<script>alert(1)</script>',
  '</script><img src=x onerror=alert(1)>',
  '</title><style>*{display:none}</style>',
  '</code></pre></details></article></main><iframe src="https://example.org">',
  '"><svg/onload=alert(1)>',
  '&lt;b&gt; &amp;',
  '<!-- never closed',
  '$t(transcript:you) {{name}}',
  '```\nnever closed',
  '~~~js\nnever closed\n```',
  '- a list\n  ```js\n  in the list\nout of it, never closed',
  '````md\n```js\ninside\n```\n````',
  '\u202egnirts',
]

/** Whether a line of Markdown is in a block of code, by a reader that knows nothing of ours. */
function linesOutside(markdown: string): string[] {
  let fence = ''
  return markdown.split('\n').filter((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence) {
      if (mark.startsWith(fence) && line.trim() === mark) fence = ''
      return false
    }
    if (mark) fence = mark
    return mark === ''
  })
}

test('Markdown has the texts, the versions and everything beside the text', () => {
  const db = temporaryDatabase()
  const { chat } = richChat(db)
  const { text, report } = exported(db, { scope: { ids: [chat] }, format: 'markdown' })
  expect(text).toContain('# Tiles \\& \\<beams\\>')
  expect(text).toContain('- Project: House / Roof')
  expect(text).toContain('> Be brief.')
  expect(text).toContain('version 2 of 2 · interrupted')
  expect(text).toContain('> **Reasoning** (1.2 s)\n>\n> Hm, **tiles**.')
  expect(text).toContain('**Tool: shop**\n\n```json\n{\n  "what": "tiles"\n}\n```')
  expect(text).toContain('> Source: Slate ` https://example.org/slate `')
  expect(text).toContain('**From other-app**')
  expect(text).toContain('**Attachment: notes.txt (70 bytes)**\n\n```\nwhat the notes say\n```')
  expect(text).toContain('**Attachment: roof.png (70 bytes)**')
  expect(text).not.toContain('A slip.')
  expect(report.leftOut).toContainEqual({ what: 'attachments', reason: 'content', count: 2 })
})

test('only the shown branch is written where that is asked, and the rest is counted', () => {
  const db = temporaryDatabase()
  const { chat } = richChat(db)
  for (const format of ['markdown', 'html'] as const) {
    const choice = { format, branches: 'shown' } as const
    const { text, report } = exported(db, { ...choice, scope: { ids: [chat] } })
    expect(text).not.toContain('Clay.')
    expect(text).toContain('Slate.')
    expect(report).toMatchObject({ messages: 3 })
    expect(report.leftOut).toContainEqual({ what: 'messages', reason: 'branch', count: 1 })
  }
})

test('no text in Markdown takes the next message into its block of code or its tag', () => {
  const db = temporaryDatabase()
  const chat = addChat(db, { title: HOSTILE[0] ?? '' })
  for (const hostile of HOSTILE) {
    const parts = [
      { type: 'text' as const, text: hostile },
      { type: 'reasoning' as const, text: hostile },
      { type: 'code' as const, language: 'js`\n', text: hostile },
      { type: 'tool_result' as const, callId: 'c', name: hostile, output: hostile },
    ]
    say(db, chat, null, { parts, role: 'assistant', model: hostile })
  }
  const { text } = exported(db, { format: 'markdown' })
  const outside = linesOutside(text)
  expect(outside.filter((line) => line.startsWith('## '))).toHaveLength(HOSTILE.length)
  expect(outside.join('\n')).not.toMatch(/(?<!\\)<(?:script|!--|style|\/title|\/details|iframe)/i)
  expect(text).toContain('````md\n```js\ninside\n```\n````')
})

test('blocks of code that end are left as they were written, also in a list', () => {
  const db = temporaryDatabase()
  const said =
    '1. one\n   ~~~js\n   a < b && `c`\n   ~~~\n2. two `<script>`\n\n```\n<!-- x -->\n```\nend'
  say(db, addChat(db), null, { text: said })
  expect(exported(db, { format: 'markdown' }).text).toContain(`\n${said}\n`)
})

test('a block that a list ends before its fence does is given a fence of its own', () => {
  const db = temporaryDatabase()
  const said = '- one\n  ```js\n  in the list\n```\nnot a block for whoever knows lists'
  say(db, addChat(db), null, { text: said })
  const { text } = exported(db, { format: 'markdown' })
  expect(text).toContain('- one\n```js\n  in the list\n```\nnot a block')
})

test('a page is complete, runs nothing, and shows hostile texts as texts', () => {
  const db = temporaryDatabase()
  const chat = addChat(db, { title: HOSTILE.join(' ') })
  for (const text of HOSTILE) say(db, chat, null, { text, role: 'assistant', model: text })
  const { text } = exported(db, { scope: { ids: [chat] }, format: 'html' })
  const tags = new Set([...text.matchAll(/<(\/?[a-z!][^\s>]*)/gi)].map(([, tag]) => tag))
  const body = text.slice(text.indexOf('<body>'))
  expect(
    [...tags].filter((tag) => /script|img|iframe|svg|link|base|object/i.test(tag ?? '')),
  ).toEqual([])
  expect(body).not.toContain('<style')
  expect(body).not.toMatch(/\son\w+="/)
  expect(text).toContain("default-src 'none'")
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).toContain('<pre><code>```js\ninside\n```</code></pre>')
  expect(text).toContain('prefers-color-scheme: dark')
  expect(text.match(/<article/g)).toHaveLength(HOSTILE.length)
  expect(text.match(/<\/article>/g)).toHaveLength(HOSTILE.length)
  expect(text.trimEnd().endsWith('</html>')).toBe(true)
  expect(text).not.toMatch(/https?:\/\/[^\s]*["']/)
})

test('a page with several chats keeps them apart', () => {
  const db = temporaryDatabase()
  richChat(db)
  say(db, addChat(db, { title: 'Other' }), null, { text: 'x' })
  const { text, report } = exported(db, { format: 'html' })
  expect(text.match(/<section/g)).toHaveLength(2)
  expect(text).toContain('<summary dir="auto">Tool: shop</summary>')
  expect(report).toMatchObject({ conversations: 2, messages: 5 })
})
