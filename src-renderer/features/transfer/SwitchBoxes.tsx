import type { Switch } from '@contract/transfer'
import { useTranslation } from 'react-i18next'
import { SWITCHES } from '../../stores/switches'
import { Checkbox } from '../../ui/Checkbox'

interface Props {
  names: readonly Switch[]
  value: readonly Switch[]
  onChange: (chosen: readonly Switch[]) => void
}

/** What a file holds or is to hold, each to be chosen by itself. */
export function SwitchBoxes({ names, value, onChange }: Props) {
  const { t } = useTranslation('transfer')
  const toggle = (name: Switch) =>
    onChange(SWITCHES.filter((each) => value.includes(each) !== (each === name)))
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))]">
      {names.map((name) => {
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
  )
}
