import type { Switch } from '@contract/transfer'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { SWITCHES } from '../../stores/switches'
import { SwitchBoxes } from './SwitchBoxes'

interface Props {
  value: readonly Switch[]
  onChange: (chosen: readonly Switch[]) => void
}

/** What is to be in a file of everything; keys with a warning. */
export function ExportSwitches({ value, onChange }: Props) {
  const { t } = useTranslation('transfer')
  const id = useId()
  return (
    <fieldset className="mt-4" aria-labelledby={id}>
      <p id={id} className="mb-1 font-medium">
        {t('dialog.switches')}
      </p>
      <SwitchBoxes names={SWITCHES} value={value} onChange={onChange} />
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
