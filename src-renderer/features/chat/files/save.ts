import type { Attachment } from '@contract/attachments'
import { call } from '../../../api'
import { useNotices } from '../../../stores/notices'

/** Asks where to, and tells what came of it. */
export async function saveAs({ id, name }: Pick<Attachment, 'id' | 'name'>) {
  const answer = await call('attachments.save', { id })
  const { tell } = useNotices.getState()
  if (!answer.ok) {
    tell({ text: 'attachments:notices.notSaved', values: { name }, failure: answer.error })
  } else if (answer.value) {
    const saved = answer.value.file.split(/[\\/]/).at(-1) ?? name
    tell({ text: 'attachments:notices.saved', values: { name: saved } })
  }
}

export async function copyPicture({ id }: Pick<Attachment, 'id'>) {
  const answer = await call('attachments.copy', { id })
  const { tell } = useNotices.getState()
  if (answer.ok) tell({ text: 'attachments:notices.pictureCopied' })
  else tell({ text: 'attachments:notices.pictureNotCopied', failure: answer.error })
}
