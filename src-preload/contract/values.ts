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
export const JOB_KINDS = ['export'] as const
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
