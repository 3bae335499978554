import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { legal } from '../../../src-main/storage/fileNames'
import { fileNameFor } from '../../../src-main/transfer/export/fileName'
import { newId, temporaryFolder } from '../world'

const NOW = Date.UTC(2026, 0, 31)

test.for([
  ['CON', '_CON.md'],
  ['nul.txt', '_nul.txt.md'],
  ['com¹', '_com¹.md'],
  ['console', 'console.md'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j.md'],
  ['Ends with dots. . .', 'Ends with dots.md'],
  ['..', '_.md'],
  ['', '_.md'],
  ['.hidden', 'hidden.md'],
  ['../../etc/passwd', '_.._etc_passwd.md'],
  ['two\nlines\tand  spaces', 'two lines and spaces.md'],
  ['\u202egpj.exe', '_gpj.exe.md'],
  ['👩‍👩‍👧‍👦 family', '👩‍👩‍👧‍👦 family.md'],
  ['東京旅行', '東京旅行.md'],
])('%j is a legal name as %j', ([name, expected]) => {
  expect(legal(name ?? '', 'md')).toBe(expected)
})

test('a long name ends with a whole sign', () => {
  const name = legal('👩‍👩‍👧‍👦'.repeat(100), 'md')
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
  expect(name).toMatch(/^(?:👩‍👩‍👧‍👦)+\.md$/u)
})

test('whatever the title, a file can be made of it', () => {
  const folder = temporaryFolder()
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const name = legal(title, 'json')
      writeFileSync(join(folder, name), '')
      expect(name).not.toMatch(/[<>:"/\\|?*]|[. ]\.json$|^\./)
    }),
  )
})

test('files are named after what is in them', () => {
  const id = newId()
  const one = { ids: [id] }
  const name = (scope: Parameters<typeof fileNameFor>[0]['scope'], format: 'json' | 'html') =>
    fileNameFor({ scope, format }, 'Rust ownership Q&A 🦀', NOW)
  expect(name(one, 'json')).toBe(`conversation_${id}_rust_ownership_q_a_.json`)
  expect(name(one, 'html')).toBe('Rust ownership Q&A 🦀.html')
  expect(name({ ids: [id, newId()] }, 'json')).toBe('conversations_2026-01-31.json')
  expect(name({ projectId: id }, 'html')).toBe('Rust ownership Q&A 🦀 2026-01-31.html')
  expect(name({ all: true }, 'json')).toBe('all_conversations_2026-01-31.json')
})

test('a file for LiteChat is named as LiteChat names it', () => {
  const id = '01234567-89ab-7cde-8f01-23456789abcd'
  const now = Date.UTC(2026, 0, 31, 12, 5, 9)
  const name = (scope: Parameters<typeof fileNameFor>[0]['scope']) =>
    fileNameFor({ scope, format: 'litechat' }, 'Rust & more', now)
  expect(name({ all: true })).toBe('litechat_full_config_2026-01-31_12-05-09.json')
  const alone = { scope: { all: true as const }, format: 'litechat' as const }
  expect(fileNameFor({ ...alone, only: ['mcpServers'] }, '', now)).toBe(
    'litechat_mcp_servers_2026-01-31_12-05-09.json',
  )
  expect(fileNameFor({ ...alone, only: ['agents', 'mods'] }, '', now)).toContain('full_config')
  expect(name({ projectId: id })).toBe('litechat_project_rust___more_012345.json')
  expect(name({ ids: [id] })).toBe('litechat_conversation_rust___more_012345.json')
  expect(name({ ids: [id, id] })).toBe('litechat_all_conversations_export_2026-01-31.json')
})
