import type { Switch } from '@contract/transfer'
import { type CATEGORY_NAMES, SWITCHES } from '@contract/values'
import { AppError } from '../errors'

/** Rows of one table that belong to a category; `where` picks them out of a table that is shared. */
export interface Part {
  table: string
  where?: string
  /** What a person would count; links and other attributes are not. */
  counted?: boolean
}

const AGENTS = `kind IN ('agent', 'task')`

/** What can be restored by itself, and in which tables it lies. Every table of the user's is in one. */
export const CATEGORIES = {
  settings: [{ table: 'settings', counted: true }],
  apiKeys: [{ table: 'api_keys', counted: true }],
  providerConfigs: [{ table: 'providers', counted: true }],
  projects: [{ table: 'projects', counted: true }],
  conversations: [
    { table: 'conversations', counted: true },
    { table: 'messages' },
    { table: 'message_chunks' },
    { table: 'message_attachments' },
    { table: 'conversation_tags' },
    { table: 'drafts' },
    { table: 'import_runs' },
    { table: 'import_conversations' },
    { table: 'import_entries' },
  ],
  rulesAndTags: [
    { table: 'tags', counted: true },
    { table: 'rules', counted: true },
    { table: 'tag_rules' },
  ],
  mods: [{ table: 'mods', counted: true }],
  syncRepos: [{ table: 'sync_repos', counted: true }],
  mcpServers: [{ table: 'mcp_servers', counted: true }],
  promptTemplates: [{ table: 'prompt_templates', where: `NOT (${AGENTS})`, counted: true }],
  agents: [{ table: 'prompt_templates', where: AGENTS, counted: true }],
  attachments: [{ table: 'attachments', counted: true }],
} as const satisfies Record<(typeof CATEGORY_NAMES)[number], readonly Part[]>

export type Category = keyof typeof CATEGORIES

export const ALL = Object.keys(CATEGORIES) as Category[]

/** Shorter names that a command line may use. */
const ALIASES = new Map<string, Category>([
  ['rules', 'rulesAndTags'],
  ['tags', 'rulesAndTags'],
  ['keys', 'apiKeys'],
  ['providers', 'providerConfigs'],
])

export function partsOf(category: Category): readonly Part[] {
  return CATEGORIES[category]
}

/** What is taken from a backup, and of which of it the present things are replaced. */
export interface Selection {
  only: readonly Category[]
  replace: readonly Category[]
}

export function isReplaced({ only, replace }: Selection, category: Category): boolean {
  return only.includes(category) && replace.includes(category)
}

/** Reads a list such as `settings,conversations`. Throws `bad_input` for a name that is none. */
export function parseCategories(list: string): Category[] {
  const names = list.split(',').map((name) => name.trim())
  const found = names.filter(Boolean).map((name) => {
    const category = ALIASES.get(name) ?? ALL.find((known) => known === name)
    if (!category) throw new AppError('bad_input', `"${name}" is none of ${ALL.join(', ')}`)
    return category
  })
  if (found.length === 0) throw new AppError('bad_input', `choose some of ${ALL.join(', ')}`)
  return [...new Set(found)]
}

/** The same for what another program's files hold, too: attached files are no category of theirs. */
export function parseSwitches(list: string): Switch[] {
  return parseCategories(list).map((category) => {
    const found = SWITCHES.find((each) => each === category)
    if (!found) throw new AppError('bad_input', `"${category}" is none of ${SWITCHES.join(', ')}`)
    return found
  })
}
