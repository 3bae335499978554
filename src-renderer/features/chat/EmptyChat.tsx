import { Compass, MessageCircleQuestionMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDrafts } from '../../stores/drafts'
import { useProviders } from '../../stores/providers'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { useOnceIdle } from '../../ui/useOnceIdle'
import { FoundServers } from './FoundServers'
import { focusComposer } from './openChat'

const questions = ['where', 'connect', 'privacy'] as const

/** A new chat. While nothing but the offline guide can answer, it says so. */
export function EmptyChat() {
  const { t } = useTranslation('chat')
  const loaded = useProviders((state) => state.loaded)
  const afterComposer = useOnceIdle()
  const guideOnly = useProviders((state) => state.list.every((each) => each.kind === 'guide'))

  return (
    <div className="flex min-h-0 flex-1 flex-col items-center overflow-y-auto px-6 py-8">
      <div className="my-auto w-full max-w-[34rem]">
        {loaded && guideOnly ? (
          <div className="flex flex-col gap-5">
            <div>
              <Compass size={28} strokeWidth={1.4} aria-hidden className="mb-3 text-primary" />
              <h2 className="text-xl font-semibold">{t('empty.guideTitle')}</h2>
              <p className="mt-1 text-muted-foreground">{t('empty.guideText')}</p>
            </div>
            {afterComposer && <FoundServers />}
            <div>
              <Button look="primary" onClick={() => useView.getState().openSettings('providers')}>
                {t('empty.addProvider')}
              </Button>
            </div>
            <div>
              <h3 className="mb-1 text-sm font-medium text-muted-foreground">{t('empty.try')}</h3>
              <ul className="divide-y divide-border border-y border-border">
                {questions.map((name) => (
                  <li key={name}>
                    <button
                      type="button"
                      className="flex min-h-10 w-full items-center gap-2.5 px-1 text-left hover:bg-hover"
                      onClick={() => {
                        useDrafts.getState().edit('new', t(`empty.questions.${name}`))
                        focusComposer()
                      }}
                    >
                      <MessageCircleQuestionMark
                        size={15}
                        aria-hidden
                        className="text-muted-foreground"
                      />
                      {t(`empty.questions.${name}`)}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        ) : (
          <div className="text-center">
            <h2 className="text-xl font-semibold">{t('empty.title')}</h2>
            <p className="mt-1 text-muted-foreground">{t('empty.hint')}</p>
          </div>
        )}
      </div>
    </div>
  )
}
