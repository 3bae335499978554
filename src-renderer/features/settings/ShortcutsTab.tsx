import { useTranslation } from 'react-i18next'
import { writeKeys } from '../../ui/keys'
import { menuKeys } from '../shortcuts/commands'
import { ShortcutSheet } from '../shortcuts/ShortcutSheet'

export function ShortcutsTab() {
  const { t } = useTranslation('settings')
  return (
    <>
      <p className="mb-4 text-sm text-muted-foreground">
        {t('shortcuts.about', { key: writeKeys(menuKeys('shortcuts')) })}
      </p>
      <ShortcutSheet />
    </>
  )
}
