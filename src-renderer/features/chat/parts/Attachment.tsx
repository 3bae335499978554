import { useEffect } from 'react'
import { useAttachments } from '../../../stores/attachments'
import { isPicture } from '../files/words'
import { FileCard } from './FileCard'
import { Picture } from './Picture'

/** A file of a message: a picture in a box of fixed height, anything else as a card. */
export function Attachment({ id, name }: { id: string; name: string }) {
  const file = useAttachments((state) => state.byId[id])
  const need = useAttachments((state) => state.need)

  useEffect(() => need(id), [id, need])

  // Until its type is known its name says how much room it will take: nothing jumps.
  if (file === undefined && /\.(png|jpe?g|gif|webp|avif)$/i.test(name)) {
    return <span aria-hidden className="my-1 mr-2 inline-block h-56 w-56 rounded-lg bg-muted" />
  }
  if (!file) return <FileCard name={name} file={null} problem={file === null ? 'missing' : null} />
  if (isPicture(file) && file.state === 'present') return <Picture file={file} />
  return <FileCard name={name} file={file} problem={file.state === 'present' ? null : file.state} />
}
