// What a field may say, apart from the schemas: the database's threads need no zod to know it.

/** How an id is written, where no schema is at hand. */
export const ID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i

export const ROLES = ['system', 'user', 'assistant'] as const
export const STATUSES = ['streaming', 'complete', 'stopped', 'interrupted', 'failed'] as const
export const PROVIDER_KINDS = ['guide', 'openai-compatible', 'anthropic', 'google'] as const
export const TITLE_SOURCES = ['none', 'text', 'model', 'user', 'import'] as const
export const THEMES = ['system', 'light', 'dark'] as const
export const SEND_KEYS = ['enter', 'mod-enter'] as const
/** What a model may be asked with; each has its bounds in the schema `Parameters`. */
export const PARAMETERS = ['temperature', 'maxTokens', 'topP', 'stop', 'seed'] as const
export const RATINGS = ['up', 'down'] as const
export const SORTS = ['activity', 'created', 'title'] as const
export const SHOWN = ['active', 'archived', 'trash'] as const
export const COLORS = ['gray', 'red', 'orange', 'green', 'blue', 'purple'] as const
export const ORDERS = ['newest', 'relevance'] as const
export const EXPORT_FORMATS = ['json', 'llamacpp', 'litechat', 'markdown', 'html', 'pdf'] as const
/** What of a profile can be moved by itself, in the words that LiteChat has for it. */
export const SWITCHES = [
  'settings',
  'apiKeys',
  'providerConfigs',
  'projects',
  'conversations',
  'rulesAndTags',
  'mods',
  'syncRepos',
  'mcpServers',
  'promptTemplates',
  'agents',
] as const
export const BRANCHES = ['all', 'shown'] as const
export const JOB_KINDS = [
  'export',
  'import',
  'backup',
  'verify',
  'preview',
  'restore',
  'check',
  'scan',
  'rescue',
] as const
/** What a job is doing; `copying` to `reading` count bytes, `merging` rows, the others things. */
export const JOB_STEPS = [
  'copying',
  'packing',
  'verifying',
  'reading',
  'merging',
  'attachments',
  'checking',
  'writing',
  'undoing',
  'mending',
] as const
/** What can be restored by itself. */
export const CATEGORY_NAMES = [...SWITCHES, 'attachments'] as const
/** How often a backup is made into a folder of the user's. */
export const BACKUP_INTERVALS = ['off', 'daily', 'weekly'] as const
/** Why something in a file did not become a conversation; `imports.json` says it in words. */
export const SKIP_REASONS = [
  'already_exists',
  'in_trash',
  'damaged',
  'could_run',
  'secret',
  'unsupported',
  'unknown_format',
  'unsafe_name',
  'unreadable',
  'not_chosen',
] as const
/** Bytes of one attached file, and files of one message. */
export const LARGEST_ATTACHMENT = 100_000_000
export const MOST_ATTACHMENTS = 20
/** What a model can be sent of a file: a picture, its text, the file itself as a PDF, or nothing. */
export const FILE_KINDS = ['image', 'text', 'pdf', 'other'] as const
/** What can be removed to make room, beside the trash. */
export const FREEABLE = ['copies', 'files', 'caches', 'database'] as const
/** Where the safety backup goes that is made before a profile is cleared. */
export const CLEAR_BACKUPS = ['data', 'folder', 'none'] as const
export const FILE_STATES = ['present', 'missing', 'damaged'] as const
/** What an export may lack, and why. */
export const LEFT_OUT = [
  'conversations',
  'messages',
  'attachments',
  'citations',
  'errors',
  'unknown',
  'tools',
  'usage',
  'ratings',
  'statuses',
  'projects',
  'tags',
  'settings',
  'archived',
  'origins',
  'keys',
] as const
export const LEFT_OUT_REASONS = [
  'trash',
  'deleted',
  'branch',
  'content',
  'format',
  'secret',
  'unreadable',
] as const
/** What the menu can ask the window to do; the window shows the same commands as keys. */
export const COMMANDS = [
  'new-chat',
  'settings',
  'providers',
  'toggle-sidebar',
  'focus-composer',
  'next-chat',
  'previous-chat',
  'rename-chat',
  'pin-chat',
  'delete-chat',
  'duplicate-chat',
  'stop',
  'regenerate',
  'copy-last-reply',
  'copy-last-code',
  'choose-model',
  'shortcuts',
  'about',
  'trash',
  'archive',
  'search',
  'find',
  'find-next',
  'find-previous',
  'new-project',
  'move-chat',
  'archive-chat',
  'statistics',
  'import',
  'import-folder',
  'export-chat',
  'export-all',
  'move-data',
  'back-up',
  'restore-backup',
  'undo',
] as const
export type Command = (typeof COMMANDS)[number]
