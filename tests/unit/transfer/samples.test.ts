import { expect, test } from 'vitest'
import { expectedOf, everything, notFound, openPlace } from './importing'

/** Every file of a sample folder that holds conversations, with how many. */
const SAMPLES: [folder: string, file: string, format: string, conversations: number][] = [
  ['llamacpp-webui-json', 'all_conversations_2026-01-01.json', 'llamacpp', 3],
  ['llamacpp-ui-jsonl', '2026-01-01_conversations.zip', 'llamacpp', 4],
  ['bodhichat-json', 'all_conversations.json', 'bodhichat', 2],
  ['litechat', 'litechat_full_config_2026-01-01_00-01-30.json', 'litechat', 4],
  ['litechat', 'litechat_all_conversations_export_2026-01-01.json', 'litechat', 4],
  ['claude', 'data-2026-01-01-00-00-00-batch-0000.zip', 'claude', 4],
  ['chatgpt-legacy', 'chatgpt-export-2025.zip', 'chatgpt', 5],
  ['chatgpt-2026', 'chatgpt-export-2026.zip', 'chatgpt', 5],
  ['open-webui', 'chat-export-1767225600000.json', 'open-webui', 4],
  ['chatbot-ui', 'chatbot_ui_history_1-1.json', 'chatbot-ui', 3],
  ['chatbox', 'chatbox-exported-data-2026-1-1.json', 'chatbox', 3],
  ['cherry-studio', 'cherry-studio.202601010000.zip', 'cherry-studio', 3],
  ['lobechat', 'LobeChat-config-v7.json', 'lobechat', 3],
  ['lmstudio', '.lmstudio', 'lmstudio', 3],
  ['jan', 'data', 'jan', 3],
  ['deepchat', 'backup-1767225600000.zip', 'deepchat', 3],
  ['5ire', '5ire.db', '5ire', 3],
  ['witsy', 'history.json', 'witsy', 3],
  ['anythingllm', '', 'anythingllm', 3],
  ['grok', 'grok-export.zip', 'grok', 3],
  ['grok', 'prod-grok-backend.json', 'grok', 3],
]

test.each(SAMPLES)(
  '%s/%s: all is there and found, and a second time nothing is new',
  async (...row) => {
    const [folder, file, format, count] = row
    const place = openPlace()
    const path = `${folder}/${file}`
    const tried = await place.look(path)
    expect(everything(place.db)).toHaveLength(0)
    const report = await place.bring(path)
    expect(report).toMatchObject({ format, imported: count, updated: 0 })
    expect(report).toMatchObject(tried)
    const { imported, updated, entries, skipped } = report
    expect(imported + updated + entries.length + skipped.length).toBe(report.total)
    const kept = everything(place.db)
    expect(kept).toHaveLength(count)
    for (const each of kept) {
      expect(each.messageCount).toBe(each.messages.length)
      const ids = new Set(each.messages.map(({ id }) => id))
      expect(each.messages.every(({ parentId }) => parentId === null || ids.has(parentId))).toBe(
        true,
      )
      expect(each.messages.length === 0 || ids.has(each.currentMessageId ?? '')).toBe(true)
    }
    const { must_find_by_search: must, also_present_in_reasoning_files_threads_drafts: also } =
      expectedOf(folder)
    // What belongs to a project stands with it, and what was not sent is a draft.
    const inMessages = [...must, ...also].filter(
      (text) => !['needle-project-doc', 'needle-draft'].includes(text),
    )
    expect(notFound(place.db, inMessages)).toEqual([])
    const again = await place.bring(path)
    expect(again).toMatchObject({ imported: 0, updated: 0, total: report.total, copy: null })
    expect(again.skipped.filter(({ reason }) => reason === 'already_exists')).toHaveLength(
      count + entries.length,
    )
    expect(everything(place.db)).toEqual(kept)
  },
)
