import type { Message, Model, NewProvider, Parameters } from '@contract/entities'
import type { SettingsPatch } from '@contract/settings'
import type { Tag } from '@contract/library'
import type { Switch } from '@contract/transfer'
import type { ForeignProject } from './foreign'

type Json = Message['source']

interface Dated {
  createdAt: number | null
  updatedAt: number | null
}

/** Something of a profile that is no conversation. The ids are those of the file. */
export type ForeignEntry = {
  /** The switch that it belongs to, and what it is called in a report. */
  under: Switch
  what: string
  id: string
} & (
  | { kind: 'setting'; patch: SettingsPatch }
  | ({ kind: 'key' } & ForeignKey)
  | ({ kind: 'provider'; provider: ForeignProvider; keyId: string | null } & Dated)
  | { kind: 'project'; path: ForeignProject[] }
  | { kind: 'tag'; name: string; color: Tag['color']; createdAt: number | null }
  | ({ kind: 'rule'; name: string; content: string; alwaysOn: boolean; source: Json } & Dated)
  | { kind: 'link'; tagId: string; tagName: string; ruleId: string }
  | ({ kind: 'mod' | 'mcpServer' | 'syncRepo'; name: string; content: Json } & Dated)
  | ({ kind: 'template'; template: ForeignTemplate } & Dated)
)

/** `servers` are those of the file that it is for, with the addresses that it may be sent to. */
export interface ForeignKey {
  name: string
  secret: string
  servers: { id: string; baseUrl: string }[]
  createdAt: number | null
}

export interface ForeignProvider extends Pick<NewProvider, 'kind' | 'name' | 'baseUrl'> {
  headers: Record<string, string>
  parameters: Parameters
  models: Model[]
  defaultModel: string | null
}

export interface ForeignTemplate {
  type: 'prompt' | 'agent' | 'task'
  parentId: string | null
  name: string
  content: string
  variables: Json
  source: Json
}
