import type { Switch } from '@contract/transfer'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../ui/Checkbox'

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

interface Props {
  value: readonly Switch[]
  onChange: (chosen: readonly Switch[]) => void
}

/** What is to be in a file of everything; keys with a warning. */
export function ExportSwitches({ value, onChange }: Props) {
  const { t } = useTranslation('transfer')
  const id = useId()
  const toggle = (name: Switch) =>
    onChange(SWITCHES.filter((each) => value.includes(each) !== (each === name)))
  return (
    <fieldset className="mt-4" aria-labelledby={id}>
      <p id={id} className="mb-1 font-medium">
        {t('dialog.switches')}
      </p>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))]">
        {SWITCHES.map((name) => {
          const label = t(`dialog.switchesOf.${name}`)
          return (
            <label key={name} className="flex items-center gap-1 rounded-md pr-2 hover:bg-hover">
              <Checkbox
                label={label}
                checked={value.includes(name)}
                onChange={() => toggle(name)}
                className="relative"
              />
              <span aria-hidden>{label}</span>
            </label>
          )
        })}
      </div>
      {value.includes('apiKeys') && <KeysWarning />}
    </fieldset>
  )
}

/** It comes into sight once, where it appears below what is shown. */
function KeysWarning() {
  const { t } = useTranslation('transfer')
  const warning = useRef<HTMLParagraphElement>(null)
  // In braces: what scrolling answers is no clean-up.
  useEffect(() => {
    warning.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <p role="alert" ref={warning} className="mt-2 flex gap-2 text-sm text-destructive">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      {t('dialog.keysWarning')}
    </p>
  )
}
