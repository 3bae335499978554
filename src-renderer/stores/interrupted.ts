import { call } from '../api'
import { useNotices } from './notices'

/** Says that an import was interrupted, where one was and nobody was told. */
export async function tellInterrupted() {
  const answer = await call('imports.interrupted')
  if (!answer.ok || !answer.value) return
  const { files, kept } = answer.value
  const text = `importing:notices.interrupted${kept > 0 ? 'Kept' : ''}` as const
  const values = { file: files.join(', '), count: kept }
  useNotices.getState().tell({ text, values, report: true })
}
