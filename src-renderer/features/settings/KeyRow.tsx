import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { acceleratorOf, isStrong, ownerOf } from '../shortcuts/accelerator'
import { ownKeys, useMenuKeys } from '../shortcuts/commands'
import type { MenuCommand } from '../shortcuts/commands'

const NOTHING: Readonly<Record<string, string>> = {}

/** A command of the menu and its keys, which are changed by pressing others. */
export function KeyRow({ command }: { command: MenuCommand }) {
  const { t } = useTranslation(['settings', 'common'])
  const menuKeys = useMenuKeys()
  const chosen = useSettings((state) => state.value?.keys ?? NOTHING)
  const update = useSettings((state) => state.update)
  const [listening, setListening] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const name = t(`common:shortcuts.commands.${command}`)
  const keys = writeKeys(menuKeys(command)) || t('shortcuts.none')

  function choose(accelerator: string | null) {
    const { [command]: _before, ...others } = chosen
    const isOwn = accelerator === null || accelerator === ownKeys[command]
    void update({ keys: isOwn ? others : { ...others, [command]: accelerator } })
    end()
  }

  function end() {
    setListening(false)
    setProblem(null)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!listening || (event.key === 'Tab' && !event.ctrlKey)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return end()
    if (event.key === 'Backspace' && !event.ctrlKey && !event.metaKey) return choose('')
    const accelerator = acceleratorOf(event.nativeEvent)
    if (accelerator === null) return
    const written = writeKeys(accelerator.replace('CmdOrCtrl', 'Mod'))
    if (!isStrong(accelerator)) {
      return setProblem(t('shortcuts.weak', { mod: writeKeys('Mod') }))
    }
    const owner = ownerOf(accelerator, command, chosen)
    if (owner === null) return choose(accelerator)
    setProblem(
      owner === 'window'
        ? t('shortcuts.reserved', { keys: written })
        : t('shortcuts.taken', {
            keys: written,
            command: t(`common:shortcuts.commands.${owner}`),
          }),
    )
  }

  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-2 py-0.5">
      <span className="min-w-0 flex-1">{name}</span>
      {command in chosen && (
        <IconButton
          label={t('shortcuts.reset', { command: name })}
          icon={RotateCcw}
          onClick={() => choose(null)}
        />
      )}
      <button
        type="button"
        aria-label={t('shortcuts.change', { command: name, keys })}
        aria-pressed={listening}
        onClick={() => setListening(!listening)}
        onKeyDown={onKeyDown}
        onBlur={end}
        className="min-h-7 min-w-24 rounded-md border border-border bg-muted px-2 text-sm hover:bg-hover aria-pressed:border-ring aria-pressed:bg-popover"
      >
        {listening ? t('shortcuts.press') : keys}
      </button>
      <p role="status" className="w-full text-right text-sm text-destructive empty:hidden">
        {problem}
      </p>
    </li>
  )
}
