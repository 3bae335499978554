import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { Button } from '../../ui/Button'
import { writeKeys } from '../../ui/keys'
import { shortcuts, useMenuKeys } from '../shortcuts/commands'
import { KeyRow } from './KeyRow'

/** The keys of the menu's commands, to be changed. The sheet shows them with those of the window. */
export function ShortcutsTab() {
  const { t } = useTranslation(['settings', 'common'])
  const menuKeys = useMenuKeys()
  const changed = useSettings((state) => Object.keys(state.value?.keys ?? {}).length > 0)
  const update = useSettings((state) => state.update)
  const key = writeKeys(menuKeys('shortcuts'))
  // The keys of the registry, which Object.keys widens.
  const groups = Object.keys(shortcuts) as (keyof typeof shortcuts)[]
  return (
    <>
      <p className="text-sm text-muted-foreground">
        {key ? t('shortcuts.about', { key }) : t('shortcuts.aboutWithoutKey')}
      </p>
      <p className="mb-4 text-sm text-muted-foreground">{t('shortcuts.howTo')}</p>
      {groups.map((group) => (
        <section key={group} aria-labelledby={`change-${group}`} className="mb-5">
          <h3 id={`change-${group}`} className="mb-1 text-sm font-medium text-muted-foreground">
            {t(`common:shortcuts.groups.${group}`)}
          </h3>
          <ul className="divide-y divide-border">
            {shortcuts[group].map(
              ({ inMenu }) => inMenu && <KeyRow key={inMenu} command={inMenu} />,
            )}
          </ul>
        </section>
      ))}
      <Button disabled={!changed} onClick={() => void update({ keys: {} })}>
        {t('shortcuts.resetAll')}
      </Button>
    </>
  )
}
