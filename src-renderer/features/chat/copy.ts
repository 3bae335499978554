import { internal } from '../../api'
import { useNotices } from '../../stores/notices'

/** False, and a notice, when the clipboard refuses. */
export async function copyText(text: string) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch (error) {
    useNotices.getState().tell({ text: 'chat:notices.notCopied', failure: internal(error) })
    return false
  }
}
