import type { Provider } from '@contract/entities'
import type { FILE_KINDS } from '@contract/values'
import { serverOf } from './address'

export type FileKind = (typeof FILE_KINDS)[number]

/** What models read as pictures; others are shown and not sent. */
const READ_AS_PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
/** Servers of the OpenAI kind that are known to read PDFs: to others they are an error. */
const READS_PDF = new Set(['https://api.openai.com', 'https://openrouter.ai'])

/** The kinds of files that a server can be sent. Whether its model looks at pictures, it says itself. */
export function takesOf(provider: Pick<Provider, 'kind' | 'baseUrl'>): FileKind[] {
  switch (provider.kind) {
    case 'guide':
      return []
    case 'anthropic':
    case 'google':
      return ['image', 'text', 'pdf']
    case 'openai-compatible':
      return READS_PDF.has(serverOf(provider) ?? '') ? ['image', 'text', 'pdf'] : ['image', 'text']
  }
}

/** As what a file can be sent first of all; a document with a text can be sent as that, too. */
export function kindOf({ mediaType, hasText }: { mediaType: string; hasText: boolean }): FileKind {
  if (READ_AS_PICTURES.has(mediaType)) return 'image'
  if (mediaType === 'application/pdf') return 'pdf'
  return hasText || mediaType.startsWith('text/') ? 'text' : 'other'
}
