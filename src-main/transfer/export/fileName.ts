import type { ExportChoice, ExportFormat, Switch } from '@contract/transfer'
import type { Id } from '@contract/entities'
import { legal } from '../../storage/fileNames'

export const EXTENSIONS: Record<ExportFormat, string> = {
  json: 'json',
  llamacpp: 'json',
  litechat: 'json',
  markdown: 'md',
  html: 'html',
  pdf: 'pdf',
}

/** How much of a title the llama.cpp web interface puts into a name. */
const TITLE_LENGTH = 20
const LITECHAT_TITLE_LENGTH = 80

/** A name for the file that every system takes. `title` is that of the conversation or project. */
export function fileNameFor(
  { scope, format, only }: Pick<ExportChoice, 'scope' | 'format' | 'only'>,
  title: string,
  now: number,
): string {
  const day = new Date(now).toISOString().slice(0, 10)
  const isRead = format === 'markdown' || format === 'html' || format === 'pdf'
  const extension = EXTENSIONS[format]
  if (format === 'litechat') return legal(liteChatName({ scope, only }, title, now), extension)
  if ('all' in scope) return legal(`all_conversations_${day}`, extension)
  if ('projectId' in scope) return legal(`${title} ${day}`, extension)
  const [id] = scope.ids
  if (id === undefined || scope.ids.length > 1) return legal(`conversations_${day}`, extension)
  return isRead ? legal(title || day, extension) : `${nameOf(id, title)}.${extension}`
}

/** As the llama.cpp web interface names a conversation of its newer form. */
export function jsonlName(id: Id, title: string, lastModified: number): string {
  const time = new Date(lastModified).toISOString().slice(0, 19)
  const plain = nameOf(id, title).slice(`conversation_${id}_`.length)
  return `${time.replace('T', '_').replaceAll(':', '-')}_conv_${id.slice(0, 8)}_${plain}.jsonl`
}

/** What LiteChat has a file of its own for, where nothing else is in it. */
const ALONE: Partial<Record<Switch, string>> = {
  mcpServers: 'mcp_servers',
  promptTemplates: 'prompt_templates',
  agents: 'agents',
}

/** As LiteChat names its files. */
function liteChatName(
  { scope, only }: Pick<ExportChoice, 'scope' | 'only'>,
  title: string,
  now: number,
): string {
  const time = new Date(now).toISOString()
  const plain = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '_')
    .slice(0, LITECHAT_TITLE_LENGTH)
  if ('all' in scope) {
    const [first, ...others] = only ?? []
    const what = (first && others.length === 0 && ALONE[first]) || 'full_config'
    return `litechat_${what}_${time.slice(0, 19).replace('T', '_').replaceAll(':', '-')}`
  }
  if ('projectId' in scope) return `litechat_project_${plain}_${scope.projectId.slice(0, 6)}`
  const [id] = scope.ids
  return id === undefined || scope.ids.length > 1
    ? `litechat_all_conversations_export_${time.slice(0, 10)}`
    : `litechat_conversation_${plain}_${id.slice(0, 6)}`
}

/** As the llama.cpp web interface names the file of one conversation. */
function nameOf(id: Id, title: string): string {
  const plain = title.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
  return `conversation_${id}_${plain.replaceAll(/_+/g, '_').slice(0, TITLE_LENGTH)}`
}
