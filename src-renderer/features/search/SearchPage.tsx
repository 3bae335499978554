import { PanelLeft, X } from 'lucide-react'
import { useEffect, useId } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearch } from '../../stores/search'
import { useSettings } from '../../stores/settings'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { writeKeys } from '../../ui/keys'
import { useNarrow } from '../../ui/useNarrow'
import { FailureText } from '../notices/FailureText'
import { Segmented } from '../../ui/Segmented'
import { useMenuKeys } from '../shortcuts/commands'
import { toggleSidebar } from '../sidebar/toggle'
import { EmptySearch } from './EmptySearch'
import { IndexLine } from './IndexLine'
import { NoResults } from './NoResults'
import { closeSearch, focusBox } from './openSearch'
import { Results } from './Results'
import { ResultStatus } from './ResultStatus'
import { SearchBox } from './SearchBox'

export default function SearchPage() {
  const { t } = useTranslation(['search', 'common'])
  const menuKeys = useMenuKeys()
  const narrow = useNarrow()
  const sidebarOpen = useSettings((state) => state.value?.sidebarOpen ?? true)
  const order = useSearch((state) => state.order)
  const orderId = useId()
  const alone = narrow || !sidebarOpen

  // Without the sidebar the field comes with the page; who comes back stands at a result instead.
  useEffect(() => {
    if (alone && useSearch.getState().place.option === null) focusBox()
  }, [alone])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    closeSearch()
  }

  return (
    <section
      aria-label={t('title')}
      data-region="main"
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 flex-col"
    >
      <header className="shrink-0 border-b border-border px-3">
        {alone && (
          <div className="flex h-12 items-center gap-2">
            <IconButton
              label={t('showSidebar')}
              keys={writeKeys(menuKeys('toggle-sidebar'))}
              icon={PanelLeft}
              onClick={toggleSidebar}
            />
            <SearchBox />
          </div>
        )}
        <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
          <h1 className="pl-2 font-semibold">{t('title')}</h1>
          <ResultStatus />
          <div className="ml-auto flex items-center gap-2">
            <span id={orderId} className="sr-only">
              {t('order')}
            </span>
            <Segmented
              labelId={orderId}
              hintId={undefined}
              value={order}
              options={[
                { value: 'newest', label: t('newest') },
                { value: 'relevance', label: t('relevance') },
              ]}
              onChange={(next) => useSearch.getState().sort(next)}
            />
            <IconButton label={t('close')} keys="Esc" icon={X} onClick={closeSearch} />
          </div>
        </div>
      </header>
      <IndexLine />
      <Content />
    </section>
  )
}

function Content() {
  const { t } = useTranslation(['search', 'common'])
  const typed = useSearch((state) => state.text.trim() !== '')
  const answered = useSearch((state) => state.answered)
  const round = useSearch((state) => state.round)
  const failure = useSearch((state) => state.failure)
  const some = useSearch((state) => state.hits.length > 0)
  const searching = useSearch((state) => state.searching)

  if (!typed) return <EmptySearch />
  return (
    <>
      {failure && (
        <Banner
          look="danger"
          alert
          action={
            <Button onClick={() => useSearch.getState().again()}>{t('common:tryAgain')}</Button>
          }
        >
          <p className="font-medium">{t('failed')}</p>
          <FailureText failure={failure} />
        </Banner>
      )}
      {some ? (
        <Results key={round} />
      ) : (
        !failure && !searching && answered !== '' && <NoResults text={answered.trim()} />
      )}
    </>
  )
}
