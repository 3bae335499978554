import { AppError } from '../errors'
import { codeOf } from '../storage/files'
import type { Bundle, BundleFile } from './bundle'
import { headOf } from './content'
import type { Skipped } from './foreign'
import type { Format } from './format'
import { anythingllm } from './formats/anythingllm'
import { chatbotUi } from './formats/chatbotUi'
import { chatbox } from './formats/chatbox'
import { chatgpt } from './formats/chatgpt'
import { cherryStudio } from './formats/cherry'
import { claude } from './formats/claude'
import { deepchat } from './formats/deepchat'
import { fiveIre } from './formats/fiveire'
import { grok } from './formats/grok'
import { jan } from './formats/jan'
import { keepsake } from './formats/keepsake'
import { librechat } from './formats/librechat'
import { litechat } from './formats/litechat'
import { bodhichat, llamacpp, llamacppLines } from './formats/llamacpp'
import { lmStudio } from './formats/lmstudio'
import { lobechat } from './formats/lobechat'
import { openWebui } from './formats/openWebui'
import { witsy } from './formats/witsy'
import { SQLITE, tablesOf } from './foreignDatabase'
import { databaseShape, type Shape, shapeOf } from './shape'

/** All that is understood. The first that recognises a file reads it. */
const FORMATS: readonly Format[] = [
  keepsake,
  llamacppLines,
  bodhichat,
  llamacpp,
  litechat,
  librechat,
  chatgpt,
  claude,
  chatbotUi,
  openWebui,
  chatbox,
  cherryStudio,
  jan,
  lobechat,
  grok,
  lmStudio,
  deepchat,
  fiveIre,
  witsy,
  anythingllm,
]

/** Which files hold conversations, in which format each, and what cannot be read. */
export interface Detected {
  sources: { file: BundleFile; format: Format }[]
  skipped: Skipped[]
}

/**
 * Says by the content of files what they are; their names decide nothing. Throws `import_unknown_format`
 * where there is nothing to import. An empty list is known to have no conversations.
 */
export async function detect(bundle: Bundle): Promise<Detected> {
  const sources: Detected['sources'] = []
  const unknown: BundleFile[] = []
  const unread: Skipped[] = []
  let hasEmpty = false
  for (const file of bundle.files) {
    const head = await headOf(file).catch((error: unknown) => unreadable(bundle, error))
    if (head === null) {
      unread.push({ what: file.name, reason: 'unreadable' })
      continue
    }
    const shape = head.startsWith(SQLITE) ? databaseShape(await tablesOf(file)) : shapeOf(head)
    const format = FORMATS.find((each) => each.recognises(shape))
    if (format) sources.push({ file, format })
    else if (shape.isEmpty) hasEmpty = true
    else if (isMeant(file, shape)) unknown.push(file)
  }
  if (sources.length === 0 && !hasEmpty) {
    throw new AppError('import_unknown_format', bundle.name)
  }
  const formats = new Set(sources.map(({ format }) => format))
  const skipped = unknown
    .filter(({ name }) => ![...formats].some((format) => format.accompanies?.(name)))
    .map(({ name }) => ({ what: name, reason: 'unknown_format' as const }))
  const refused = bundle.refused.map((name) => ({ what: name, reason: 'unsafe_name' as const }))
  return { sources, skipped: [...refused, ...unread, ...skipped] }
}

/** In a folder one file that cannot be read does not keep the others from being imported. */
function unreadable({ kind }: Bundle, error: unknown): null {
  if (kind === 'folder' && ['EACCES', 'EPERM', 'ENOENT', 'EBUSY'].includes(codeOf(error)))
    return null
  throw error
}

/** Whether somebody would miss it: an attachment is looked for where it is attached. */
function isMeant({ name }: BundleFile, { outer }: Shape): boolean {
  return outer === 'list' || outer === 'object' || /\.jsonl?$/i.test(name)
}
