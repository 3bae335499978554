import type { Command } from '@contract/values'
import { useEffect } from 'react'
import { call } from '../../api'
import { shownList, useConversations } from '../../stores/conversations'
import { useMessages } from '../../stores/messages'
import { useSettings } from '../../stores/settings'

const OF_A_CHAT: readonly Command[] = [
  'pin-chat',
  'duplicate-chat',
  'delete-chat',
  'export-chat',
  'copy-last-reply',
  'copy-last-code',
]

/** Tells the menu which of its commands would do nothing now, and which keys the user chose. */
export function useOffered() {
  const openId = useConversations((state) => state.openId)
  const listed = useConversations((state) => shownList(state).ids.length > 0)
  const keys = useSettings((state) => state.value?.keys)
  const replying = useMessages((state) => openId !== null && openId in state.running)

  useEffect(() => {
    const without: Command[] = []
    if (!openId) without.push(...OF_A_CHAT)
    // The row that has the focus can be renamed as well.
    if (!openId && !listed) without.push('rename-chat')
    if (!openId || replying) without.push('regenerate')
    if (!replying) without.push('stop')
    if (keys) void call('app.offer', { without, keys })
  }, [openId, listed, replying, keys])
}
