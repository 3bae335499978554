import { useEffect } from 'react'
import { useFind } from '../../stores/find'
import { useFound } from '../../stores/found'

/** What was found in another chat is of no use in this one. */
export function useFoundIn(openId: string | null) {
  useEffect(() => {
    const { marks, opened, clear, open } = useFound.getState()
    if (marks && marks.conversationId !== openId) clear(marks.conversationId)
    if (opened !== openId) open(null)
    const { conversationId, close } = useFind.getState()
    if (conversationId !== null && conversationId !== openId) close()
  }, [openId])
}
