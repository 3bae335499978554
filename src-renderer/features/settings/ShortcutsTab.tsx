import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { writeKeys } from '../../ui/keys'
import { shortcuts } from '../shortcuts/commands'
import { Item, Rows, Section } from './Section'

const WITH_MOD: Record<string, readonly string[]> = { send: ['Mod+Enter'], newline: ['Enter'] }

export function ShortcutsTab() {
  const { t } = useTranslation(['common', 'settings'])
  const withMod = useSettings((state) => state.value?.sendKey === 'mod-enter')
  // The keys of the registry, which Object.keys widens.
  const groups = Object.keys(shortcuts) as (keyof typeof shortcuts)[]
  return (
    <>
      <p className="mb-4 text-sm text-muted-foreground">
        {t('settings:shortcuts.about', { key: writeKeys('Mod+/') })}
      </p>
      {groups.map((group) => (
        <Section key={group} title={t(`shortcuts.groups.${group}`)}>
          <Rows>
            <dl className="divide-y divide-border">
              {shortcuts[group].map(({ command, keys }) => (
                <Item key={command} className="flex items-center gap-4 !py-1.5">
                  <dt className="min-w-0 flex-1">{t(`shortcuts.commands.${command}`)}</dt>
                  <dd className="flex shrink-0 gap-1.5">
                    {((withMod && WITH_MOD[command]) || keys).map((each) => (
                      <Keys key={each} keys={each} />
                    ))}
                  </dd>
                </Item>
              ))}
            </dl>
          </Rows>
        </Section>
      ))}
    </>
  )
}

function Keys({ keys }: { keys: string }) {
  return (
    <kbd className="rounded border border-border bg-muted px-1.5 font-sans text-sm">
      {writeKeys(keys)}
    </kbd>
  )
}
