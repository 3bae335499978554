import type { ExportFormat, ExportScope } from '@contract/transfer'
import type { Id } from '@contract/entities'
import { legal } from '../../storage/fileNames'

export const EXTENSIONS: Record<ExportFormat, string> = {
  json: 'json',
  llamacpp: 'json',
  markdown: 'md',
  html: 'html',
}

/** How much of a title the llama.cpp web interface puts into a name. */
const TITLE_LENGTH = 20

/** A name for the file that every system takes. `title` is that of the conversation or project. */
export function fileNameFor(
  { scope, format }: { scope: ExportScope; format: ExportFormat },
  title: string,
  now: number,
): string {
  const day = new Date(now).toISOString().slice(0, 10)
  const isRead = format === 'markdown' || format === 'html'
  const extension = EXTENSIONS[format]
  if ('all' in scope) return legal(`all_conversations_${day}`, extension)
  if ('projectId' in scope) return legal(`${title} ${day}`, extension)
  const [only] = scope.ids
  if (only === undefined || scope.ids.length > 1) return legal(`conversations_${day}`, extension)
  return isRead ? legal(title || day, extension) : `${nameOf(only, title)}.${extension}`
}

/** As the llama.cpp web interface names the file of one conversation. */
function nameOf(id: Id, title: string): string {
  const plain = title.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
  return `conversation_${id}_${plain.replaceAll(/_+/g, '_').slice(0, TITLE_LENGTH)}`
}
