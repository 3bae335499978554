import type { Switch } from '@contract/transfer'

/** What of a profile can be moved by itself, in the order in which it is shown. */
export const SWITCHES = [
  'conversations',
  'projects',
  'rulesAndTags',
  'settings',
  'providerConfigs',
  'apiKeys',
  'promptTemplates',
  'agents',
  'mcpServers',
  'mods',
  'syncRepos',
] as const satisfies readonly Switch[]
