import type { ClipboardEvent } from 'react'
import { pathOf } from '../../../api'
import { i18n } from '../../../i18n'
import { useDraftFiles } from '../../../stores/draftFiles'
import { useDrafts } from '../../../stores/drafts'
import { useNotices } from '../../../stores/notices'

/** A longer text becomes a file, so that the question about it stays in sight. */
const LONG_TEXT = 20_000

/** Attaches pasted pictures, files and very long texts; all else is pasted as it always is. */
export function pasteInto(draft: string, event: ClipboardEvent<HTMLTextAreaElement>) {
  const { clipboardData, currentTarget } = event
  const text = clipboardData.getData('text/plain')
  const files = [...clipboardData.files]
  // What is copied in a word processor comes as a picture as well: then the text is meant.
  if (files.length > 0 && (text === '' || files.some((file) => pathOf(file) !== ''))) {
    event.preventDefault()
    void useDraftFiles.getState().add(draft, files.map(named))
    return
  }
  if (text.length <= LONG_TEXT) return
  event.preventDefault()
  const { selectionStart, selectionEnd, value } = currentTarget
  void attachText(draft, text, (now) =>
    // Where it would have gone, unless something else was written there since.
    now === value
      ? value.slice(0, selectionStart) + text + value.slice(selectionEnd)
      : `${now}${text}`,
  )
}

async function attachText(draft: string, text: string, back: (now: string) => string) {
  const { addBytes, remove } = useDraftFiles.getState()
  const name = i18n.t('attachments:pastedText')
  const id = await addBytes(draft, name, new TextEncoder().encode(text))
  if (id === null) return
  const undo = () => {
    void remove(draft, id)
    const { edit, texts } = useDrafts.getState()
    edit(draft, back(texts[draft] ?? ''))
  }
  useNotices.getState().tell({ text: 'attachments:notices.longPaste', undo })
}

/** A picture out of the clipboard has no name of its own. */
function named(file: File) {
  if (pathOf(file) !== '' || !/^image\.\w+$/.test(file.name)) return file
  const name = `${i18n.t('attachments:pastedPicture')}${file.name.slice('image'.length)}`
  return new File([file], name, { type: file.type })
}
