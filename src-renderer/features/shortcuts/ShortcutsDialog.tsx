import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { useView } from '../../stores/view'
import { Dialog } from '../../ui/Dialog'
import { writeKeys } from '../../ui/keys'
import { shortcuts } from './commands'

export function ShortcutsDialog() {
  const { t } = useTranslation('common')
  const open = useView((state) => state.shortcutsOpen)
  const withMod = useSettings((state) => state.value?.sendKey === 'mod-enter')
  const sendKeys: Record<string, string[]> = withMod
    ? { send: ['Mod+Enter'], newline: ['Enter'] }
    : {}
  return (
    <Dialog
      open={open}
      title={t('shortcuts.title')}
      size="w-[46rem]"
      onClose={() => useView.getState().showShortcuts(false)}
    >
      <div tabIndex={0} className="columns-2 gap-8 overflow-y-auto p-5 max-sm:columns-1">
        {(Object.keys(shortcuts) as (keyof typeof shortcuts)[]).map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-sm font-medium text-muted-foreground">
              {t(`shortcuts.groups.${group}`)}
            </h3>
            <dl>
              {shortcuts[group].map(({ command, keys }) => (
                <div key={command} className="flex min-h-8 items-center gap-3">
                  <dt className="flex-1">{t(`shortcuts.commands.${command}`)}</dt>
                  <dd className="flex gap-1">
                    {(sendKeys[command] ?? keys).map((each) => (
                      <kbd
                        key={each}
                        className="rounded border border-border bg-muted px-1.5 font-sans text-sm"
                      >
                        {writeKeys(each)}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
