import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { array, assert, asyncProperty, nat, option, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/errors'
import { fixtures, openPlace } from './importing'

const MUTATED = [
  'llamacpp-webui-json/all_conversations_2026-01-01.json',
  'llamacpp-ui-jsonl/2026-01-01_conversations.zip',
  'litechat/litechat_full_config_2026-01-01_00-01-30.json',
  'librechat/rust-recursive-branches.json',
  'chatgpt-2026/chatgpt-export-2026.zip',
  'claude/conversations.json',
  'open-webui/chat-export-1767225600000.json',
  'chatbot-ui/chatbot_ui_history_1-1.json',
  'grok/prod-grok-backend.json',
  'chatbox/chatbox-exported-data-2026-1-1.json',
  'cherry-studio/data.json',
  'lobechat/LobeChat-config-v7.json',
  'lmstudio/.lmstudio/conversations/1767225600000.conversation.json',
  'witsy/history.json',
  'anythingllm/rust-thread.json',
  '5ire/5ire.db',
  'deepchat/agent.db',
]

test.each(MUTATED)(
  '%s, changed anyhow: all of it is accounted for or it is refused',
  async (file) => {
    const whole = readFileSync(join(fixtures, file))
    const place = openPlace()
    const path = join(place.folder, 'changed')
    const flips = array(tuple(nat(whole.length - 1), nat(255)), { maxLength: 8 })
    const change = tuple(flips, option(nat(whole.length)))
    await assert(
      asyncProperty(change, async ([changes, cut]) => {
        const bytes = Buffer.from(whole.subarray(0, cut ?? whole.length))
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        writeFileSync(path, bytes)
        try {
          const tried = await place.look(path)
          const report = await place.bring(path)
          const { imported, updated, entries, skipped, total } = report
          expect(imported + updated + entries.length + skipped.length).toBe(total)
          expect(tried).toMatchObject({ imported: report.imported, total: report.total })
          expect(await place.bring(path)).toMatchObject({ imported: 0, updated: 0 })
        } catch (error) {
          if (!(error instanceof AppError)) throw error
        }
      }),
      { numRuns: process.env['KEEPSAKE_FAULTS'] === 'long' ? 400 : 25 },
    )
    expect(place.db.$client.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(place.db.$client.pragma('foreign_key_check')).toEqual([])
  },
  600_000,
)
