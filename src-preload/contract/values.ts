// What a field may say, apart from the schemas: the database's threads need no zod to know it.

export const ROLES = ['system', 'user', 'assistant'] as const
export const STATUSES = ['streaming', 'complete', 'stopped', 'interrupted', 'failed'] as const
export const PROVIDER_KINDS = ['guide', 'openai-compatible', 'anthropic', 'google'] as const
export const TITLE_SOURCES = ['none', 'text', 'model', 'user', 'import'] as const
export const THEMES = ['system', 'light', 'dark'] as const
export const SEND_KEYS = ['enter', 'mod-enter'] as const
export const RATINGS = ['up', 'down'] as const
export const SORTS = ['activity', 'created', 'title'] as const
export const SHOWN = ['active', 'archived', 'trash'] as const
export const COLORS = ['gray', 'red', 'orange', 'green', 'blue', 'purple'] as const
export const ORDERS = ['newest', 'relevance'] as const
export const EXPORT_FORMATS = ['json', 'llamacpp', 'markdown', 'html'] as const
export const BRANCHES = ['all', 'shown'] as const
export const JOB_KINDS = ['export', 'backup', 'verify', 'preview', 'restore', 'check'] as const
/** What a job is doing; `copying` to `reading` count bytes, `merging` rows, the others things. */
export const JOB_STEPS = [
  'copying',
  'packing',
  'verifying',
  'reading',
  'merging',
  'attachments',
  'checking',
] as const
/** What can be restored by itself. */
export const CATEGORY_NAMES = [
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
  'attachments',
] as const
/** How often a backup is made into a folder of the user's. */
export const BACKUP_INTERVALS = ['off', 'daily', 'weekly'] as const
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
] as const
export const LEFT_OUT_REASONS = ['trash', 'deleted', 'branch', 'content', 'format'] as const
