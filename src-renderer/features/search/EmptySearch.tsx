import { useTranslation } from 'react-i18next'
import { useSearch } from '../../stores/search'
import { BOX } from './openSearch'

const groups = ['words', 'who', 'where', 'what', 'when'] as const

/** What can be typed, each example of which can be pressed. */
export function EmptySearch() {
  const { t } = useTranslation('search')
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-[42rem] px-6 py-8">
        <h2 className="text-xl font-semibold">{t('help.title')}</h2>
        <p className="mt-1 text-muted-foreground">{t('help.text')}</p>
        <dl className="mt-6 divide-y divide-border border-y border-border">
          {groups.map((group) => (
            <div key={group} className="flex flex-wrap gap-x-6 gap-y-1.5 py-3">
              <dt className="w-36 shrink-0 pt-1">{t(`help.${group}`)}</dt>
              <dd className="flex min-w-56 flex-1 flex-wrap items-start gap-1.5">
                {t(`examples.${group}`)
                  .split(' · ')
                  .map((example) => (
                    <button
                      key={example}
                      type="button"
                      onClick={() => tryOut(example)}
                      className="min-h-7 rounded-md border border-border bg-popover px-2 font-mono text-sm hover:border-input hover:bg-hover active:bg-pressed"
                    >
                      {example}
                    </button>
                  ))}
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-sm text-muted-foreground">{t('help.keys')}</p>
      </div>
    </div>
  )
}

/** Puts an example into the field, where it can be changed. */
function tryOut(example: string) {
  useSearch.getState().type(example)
  document.getElementById(BOX)?.focus()
}
