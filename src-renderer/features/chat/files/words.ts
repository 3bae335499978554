import type { Attachment } from '@contract/attachments'
import type { TFunction } from 'i18next'
import { writeBytes } from '../../settings/bytes'

type T = TFunction<'attachments'>
type Described = Pick<Attachment, 'bytes' | 'kind' | 'mediaType'>

/** What can be shown as a picture: the program serves nothing else. */
export function isPicture({ mediaType }: Pick<Attachment, 'mediaType'>) {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(mediaType)
}

export function urlOf({ sha256 }: Pick<Attachment, 'sha256'>) {
  return `app://attachments/${sha256}`
}

/** Type and size, such as "Picture, 1.2 MB". */
export function describe(t: T, file: Described, language: string) {
  const type = t(`types.${isPicture(file) ? 'image' : file.kind}`)
  return t('about', { type, size: writeBytes(file.bytes, language) })
}
