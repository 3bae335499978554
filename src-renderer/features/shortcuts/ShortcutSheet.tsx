import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { writeKeys } from '../../ui/keys'
import { shortcuts, useMenuKeys } from './commands'

const WITH_MOD: Record<string, readonly string[]> = { send: ['Mod+Enter'], newline: ['Enter'] }

/** What the keyboard can do, in two columns where there is room for them. */
export function ShortcutSheet() {
  const { t } = useTranslation('common')
  const menuKeys = useMenuKeys()
  const withMod = useSettings((state) => state.value?.sendKey === 'mod-enter')
  // The keys of the registry, which Object.keys widens.
  const groups = Object.keys(shortcuts) as (keyof typeof shortcuts)[]
  return (
    <div className="columns-2 gap-8 max-sm:columns-1">
      {groups.map((group) => (
        <section key={group} aria-labelledby={`keys-${group}`} className="mb-5 break-inside-avoid">
          <h3 id={`keys-${group}`} className="mb-1 text-sm font-medium text-muted-foreground">
            {t(`shortcuts.groups.${group}`)}
          </h3>
          <dl className="divide-y divide-border">
            {shortcuts[group].map(({ command, inMenu, keys }) => (
              <div key={command} className="flex min-h-8 items-center gap-3">
                <dt className="min-w-0 flex-1">{t(`shortcuts.commands.${command}`)}</dt>
                <dd className="flex shrink-0 gap-1">
                  {allOf(inMenu && menuKeys(inMenu), (withMod && WITH_MOD[command]) || keys).map(
                    (each) => (
                      <kbd
                        key={each}
                        className="rounded border border-border bg-muted px-1.5 font-sans text-sm whitespace-nowrap"
                      >
                        {writeKeys(each)}
                      </kbd>
                    ),
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

function allOf(bound: string | undefined, others: readonly string[]) {
  return bound ? [bound, ...others] : others
}
