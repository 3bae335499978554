import { Tabs } from '@base-ui/react/tabs'
import {
  ArrowRightLeft,
  Database,
  Folder,
  Info,
  Keyboard,
  Server,
  SlidersHorizontal,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { Dialog } from '../../ui/Dialog'
import { useNarrow } from '../../ui/useNarrow'
import { AboutTab } from './AboutTab'
import { DataTab } from './DataTab'
import { GeneralTab } from './GeneralTab'
import { useLeaving } from './leaving'
import { ProjectsTab } from './ProjectsTab'
import { ProvidersTab } from './ProvidersTab'
import { findSettings, TABS } from './search'
import type { Hit, Tab } from './search'
import { SearchField } from './SearchField'
import { SearchResults } from './SearchResults'
import { ShortcutsTab } from './ShortcutsTab'
import { useSought } from './sought'
import { StorageTab } from './StorageTab'

const looks: Record<Tab, { icon: LucideIcon; panel: ReactNode }> = {
  general: { icon: SlidersHorizontal, panel: <GeneralTab /> },
  providers: { icon: Server, panel: <ProvidersTab /> },
  projects: { icon: Folder, panel: <ProjectsTab /> },
  storage: { icon: Database, panel: <StorageTab /> },
  data: { icon: ArrowRightLeft, panel: <DataTab /> },
  shortcuts: { icon: Keyboard, panel: <ShortcutsTab /> },
  about: { icon: Info, panel: <AboutTab /> },
}

interface Props {
  open: boolean
  tab: string
  onClose: () => void
}

export default function SettingsDialog({ open, tab, onClose }: Props) {
  const { t } = useTranslation('settings')
  const [shown, setShown] = useState(() => known(tab))
  const [query, setQuery] = useState('')
  const narrow = useNarrow()
  const tabs = useRef<HTMLElement>(null)
  const asking = useLeaving((state) => state.pending !== null)
  const leave = useLeaving((state) => state.leave)
  const setUnsaved = useLeaving((state) => state.setUnsaved)
  const show = useSought((state) => state.show)
  const clear = useSought((state) => state.clear)
  const hits = findSettings(query, t)
  const searching = query.trim() !== ''

  useEffect(() => leave(() => setShown(known(tab))), [leave, tab])
  useEffect(
    () => () => {
      setUnsaved(false)
      clear()
    },
    [setUnsaved, clear],
  )

  const goTo = (hit: Hit) =>
    leave(() => {
      setQuery('')
      setShown(hit.tab)
      show(hit.name)
    })

  return (
    <Dialog
      open={open}
      title={t('title')}
      size="h-[48rem] w-[62rem]"
      initialFocus={tabs}
      onClose={() => leave(onClose)}
    >
      <Tabs.Root
        value={shown}
        onValueChange={(next: Tab) =>
          leave(() => {
            setQuery('')
            clear()
            setShown(next)
          })
        }
        orientation={narrow ? 'horizontal' : 'vertical'}
        className={`flex min-h-0 flex-1 ${narrow ? 'flex-col' : ''}`}
      >
        <div
          className={`flex shrink-0 flex-col gap-2 border-border bg-sidebar p-3 ${narrow ? 'border-b' : 'w-52 border-r'}`}
        >
          <SearchField value={query} onChange={setQuery} onEnter={() => hits[0] && goTo(hits[0])} />
          <Tabs.List
            aria-label={t('tabs.label')}
            className={`flex gap-0.5 ${narrow ? '-m-1 overflow-x-auto p-1 [scrollbar-width:none]' : 'flex-col'}`}
          >
            {TABS.map((name) => (
              <SettingsTab
                key={name}
                name={name}
                muted={searching}
                ref={name === shown ? tabs : undefined}
              />
            ))}
          </Tabs.List>
        </div>
        {searching && <SearchResults hits={hits} query={query} onChoose={goTo} />}
        {TABS.map((name) => (
          <Tabs.Panel
            key={name}
            value={name}
            className={`min-h-0 min-w-0 flex-1 overflow-y-auto overscroll-contain scroll-pb-20 px-6 py-5 -outline-offset-2 [scrollbar-gutter:stable] max-sm:px-4 ${searching ? 'hidden' : ''}`}
          >
            {looks[name].panel}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
      <ConfirmDialog
        open={asking}
        title={t('leave.title')}
        confirm={t('leave.discard')}
        onConfirm={() => useLeaving.getState().discard()}
        onClose={() => useLeaving.getState().stay()}
      >
        {t('leave.text')}
      </ConfirmDialog>
    </Dialog>
  )
}

interface TabProps {
  name: Tab
  /** While the search shows something else than this tab's panel. */
  muted: boolean
  ref: Ref<HTMLElement> | undefined
}

function SettingsTab({ name, muted, ref }: TabProps) {
  const { t } = useTranslation('settings')
  const { icon: Icon } = looks[name]
  return (
    <Tabs.Tab
      ref={ref}
      value={name}
      className={`flex min-h-8 shrink-0 items-center gap-2.5 rounded-md px-2.5 py-1 text-left text-muted-foreground outline-offset-0 select-none hover:bg-hover hover:text-foreground ${muted ? '' : 'data-active:bg-pressed data-active:font-medium data-active:text-foreground'}`}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0 max-sm:hidden" />
      {t(`tabs.${name}`)}
    </Tabs.Tab>
  )
}

function known(tab: string): Tab {
  return TABS.find((each) => each === tab) ?? 'general'
}
