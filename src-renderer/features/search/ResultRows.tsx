import { ChevronDown, Pin } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hit } from '../../stores/search'
import { useTime } from '../../ui/useTime'
import { resultId } from './focusResult'
import { Marked, plain } from './Marked'
import type { OptionProps } from './Results'

/** Above the hits of a conversation. Each of them says the title itself to who does not see this. */
export function GroupHeading({ first, count }: { first: Hit; count: number }) {
  const { t } = useTranslation(['search', 'sidebar'])
  return (
    <div aria-hidden className="flex items-center gap-2 px-3 pt-4 pb-1">
      {first.pinned && <Pin size={13} className="shrink-0 text-primary" />}
      <span className="min-w-0 truncate font-semibold" dir="auto">
        {plain(first.title) ? <Marked text={first.title} /> : t('sidebar:untitled')}
      </span>
      <span className="shrink-0 text-sm text-muted-foreground tabular-nums">
        {t('hits', { count })}
      </span>
    </div>
  )
}

export function HitOption({ hit, ...option }: OptionProps & { hit: Hit }) {
  const { t } = useTranslation(['search', 'chat', 'sidebar'])
  const time = useTime()
  const author =
    hit.messageId === null
      ? t(hit.snippet.length > 0 ? 'inName' : 'inTitle')
      : hit.role === 'user'
        ? t('chat:author.you')
        : hit.role === 'system'
          ? t('chat:author.system')
          : (hit.model ?? t('chat:author.assistant'))
  return (
    <Option {...option}>
      <span className="flex items-baseline gap-2 text-sm">
        <span className="sr-only">
          {plain(hit.title) || t('sidebar:untitled')}
          {hit.pinned && `, ${t('pinned')}`}
          {', '}
        </span>
        <span className="min-w-0 truncate font-medium">{author}</span>
        <span className="shrink-0 text-xs text-muted-foreground">{time(hit.time)}</span>
      </span>
      <span
        className="mt-0.5 line-clamp-2 break-words text-muted-foreground [&>mark]:text-(--mark-fg)"
        dir="auto"
      >
        <Marked text={hit.snippet} />
      </span>
    </Option>
  )
}

export function MoreOption({ more, ...option }: OptionProps & { more: number }) {
  const { t } = useTranslation('search')
  return (
    <Option {...option}>
      <span className="flex items-center gap-1.5 font-medium text-primary">
        <ChevronDown size={14} aria-hidden />
        {t('more', { count: more })}
      </span>
    </Option>
  )
}

export function NextOption(option: OptionProps) {
  const { t } = useTranslation('search')
  return (
    <Option {...option}>
      <span className="flex items-center gap-1.5 font-medium text-primary">{t('next')}</span>
    </Option>
  )
}

function Option({
  index,
  position,
  count,
  selected,
  tabStop,
  onChoose,
  children,
}: OptionProps & { children: ReactNode }) {
  return (
    <button
      type="button"
      id={resultId(index)}
      role="option"
      tabIndex={tabStop ? 0 : -1}
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={count}
      onClick={() => onChoose(index)}
      className="block w-full scroll-my-4 rounded-md px-3 py-1.5 text-left -outline-offset-2 select-none hover:bg-hover focus:outline-2 focus:outline-ring active:bg-pressed aria-selected:bg-hover"
    >
      {children}
    </button>
  )
}
