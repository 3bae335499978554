import { ChevronDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { Menu, MenuItem } from '../../ui/Menu'
import { TextField } from '../../ui/TextField'
import type { FieldsProps } from './NameFields'
import { homes, isOpen, presets } from './presets'

/** The server's address, with those of well-known servers to choose from. */
export function AddressField({ draft, problems, change }: FieldsProps) {
  const { t } = useTranslation('settings')
  const home = homes[draft.kind]
  const hint = home ? t('form.baseUrlDefault', { url: home }) : t('form.baseUrlHint')
  const open = isOpen(draft.baseUrl)
  const unnamed = draft.name === '' || presets.some(({ name }) => name === draft.name)
  return (
    <div>
      <div className="flex items-start gap-2">
        <TextField
          className="min-w-0 flex-1"
          label={t('form.baseUrl')}
          placeholder={home ?? 'http://localhost:11434/v1'}
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          dir="ltr"
          value={draft.baseUrl}
          hint={problems.baseUrl ? undefined : hint}
          error={problems.baseUrl && t(`form.${problems.baseUrl}`)}
          onChange={(event) => change({ baseUrl: event.target.value })}
        />
        <Menu
          align="end"
          trigger={
            <Button className="mt-[calc(1lh+0.25rem)] shrink-0">
              {t('form.fill')}
              <ChevronDown size={14} aria-hidden />
            </Button>
          }
        >
          {presets.map(({ name, kind, baseUrl }) => (
            <MenuItem
              key={name}
              onClick={() => change({ kind, baseUrl, ...(unnamed && { name }) })}
            >
              {name}
              <span className="ml-2 text-sm text-muted-foreground">{baseUrl}</span>
            </MenuItem>
          ))}
        </Menu>
      </div>
      {open && <p className="mt-1 text-sm text-caution">{t('form.baseUrlOpen')}</p>}
    </div>
  )
}
