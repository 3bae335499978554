import { Popover } from '@base-ui/react/popover'
import type { Defaults } from '@contract/library'
import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import { useProviders } from '../../stores/providers'
import { useSettings } from '../../stores/settings'
import { Button } from '../../ui/Button'
import { iconButton } from '../../ui/IconButton'
import { popup } from '../../ui/Menu'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { useDefaults } from './useDefaults'
import { useOrigin } from './useOrigin'

/** Which model, instructions and parameters apply to the open chat, and from where. */
export function ChatFacts({ id }: { id: string | null }) {
  const { t } = useTranslation('library')
  const [open, setOpen] = useState(false)
  const projectId = useConversations((state) => state.filter.projectId)
  const saved = useConversations((state) => id !== null && id in state.byId)
  const of =
    id !== null ? (saved ? { conversation: id } : null) : projectId ? { project: projectId } : null
  if (!of) return null
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={t('header.facts')}
        title={t('header.facts')}
        className={iconButton}
      >
        <SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" sideOffset={6} className="z-30 outline-none">
          <Popover.Popup className={`${popup} w-[22rem] p-0!`}>
            <Popover.Title className="border-b border-border px-4 py-2.5 font-semibold">
              {t('header.facts')}
            </Popover.Title>
            <Facts of={of} />
            <div className="border-t border-border p-2">
              <Button
                look="quiet"
                className="w-full"
                onClick={() => {
                  setOpen(false)
                  useLibraryView
                    .getState()
                    .ask(
                      id !== null
                        ? { kind: 'chatSettings', id }
                        : { kind: 'projectSettings', id: projectId ?? '' },
                    )
                }}
              >
                {t(id !== null ? 'header.edit' : 'header.editProject')}
              </Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Facts({ of }: { of: { conversation: string } | { project: string } }) {
  const { t } = useTranslation('library')
  const id = 'conversation' in of ? of.conversation : null
  const conversation = useConversations((state) => (id ? state.byId[id] : undefined))
  const projects = useLibrary((state) => state.projects)
  const settings = useSettings((state) => state.value)
  const providers = useProviders((state) => state.list)
  const { defaults, failure } = useDefaults(of, conversation, projects, settings, providers)
  const originOf = useOrigin()

  if (failure) {
    return (
      <div className="px-4 py-3 text-sm">
        <FailureText failure={failure} brief />
      </div>
    )
  }
  if (!defaults) {
    return (
      <p className="flex items-center gap-2 px-4 py-3 text-muted-foreground">
        <Spinner />
        {t('header.loading')}
      </p>
    )
  }
  const { model, instructions, parameters } = defaults
  return (
    <dl className="flex max-h-80 flex-col gap-3 overflow-y-auto px-4 py-3">
      <Fact name={t('settings.model')} origin={originOf(model)}>
        {modelName(model, providers) ?? t('from.unset')}
      </Fact>
      <Fact
        name={t('settings.instructions')}
        origin={instructions.value ? originOf(instructions) : null}
      >
        {instructions.value ? (
          <span className="line-clamp-4 whitespace-pre-wrap">{instructions.value}</span>
        ) : (
          <span className="text-muted-foreground">{t('from.unset')}</span>
        )}
      </Fact>
      {parameters.map((each) => (
        <Fact key={each.name} name={t(`settings.${each.name}`)} origin={originOf(each)}>
          {Array.isArray(each.value) ? each.value.join(', ') : each.value}
        </Fact>
      ))}
    </dl>
  )
}

function modelName(
  { providerId, value }: Defaults['model'],
  providers: readonly { id: string; name: string }[],
) {
  return value ?? providers.find((each) => each.id === providerId)?.name
}

interface FactProps {
  name: string
  origin: string | null
  children: ReactNode
}

function Fact({ name, origin, children }: FactProps) {
  return (
    <div>
      <dt className="flex items-baseline justify-between gap-3 text-sm text-muted-foreground">
        <span>{name}</span>
        {origin && <span className="truncate">{origin}</span>}
      </dt>
      <dd className="min-w-0 break-words select-text" dir="auto">
        {children}
      </dd>
    </div>
  )
}
