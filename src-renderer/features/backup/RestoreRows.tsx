import type { Category, Tallies } from '@contract/backup'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../ui/Checkbox'
import { Select } from '../../ui/Select'
import type { Mode } from './ModeChoice'
import { useTallyText } from './tallyText'
import { CATEGORIES } from './usePreview'

interface Props {
  tallies: Tallies
  /** Whether they are those of the present choice. */
  isCurrent: boolean
  /** The categories that are in the backup at all. */
  full: readonly Category[]
  chosen: readonly Category[]
  replaced: readonly Category[]
  /** Whether each can be replaced as well. */
  canReplace: boolean
  onChoose: (category: Category, on: boolean) => void
  onMode: (category: Category, mode: Mode) => void
}

/** A row a category: whether it is restored, what that would do, and whether it is merged. */
export function RestoreRows({ isCurrent, ...props }: Props) {
  const { t } = useTranslation('backup')
  return (
    <div>
      <ul
        aria-label={t('restore.kinds')}
        aria-busy={!isCurrent}
        className="divide-y divide-border rounded-lg border border-border bg-card"
      >
        {CATEGORIES.filter((each) => props.canReplace || each !== 'apiKeys').map((category) => (
          <Row key={category} category={category} {...props} />
        ))}
      </ul>
      <p className="mt-2 text-sm text-pretty text-muted-foreground">{t('tallyHint')}</p>
    </div>
  )
}

interface RowProps extends Omit<Props, 'isCurrent'> {
  category: Category
}

function Row({ category, tallies, full, chosen, replaced, canReplace, ...props }: RowProps) {
  const { onChoose, onMode } = props
  const { t } = useTranslation('backup')
  const write = useTallyText()
  const name = t(`categories.${category}`)
  const isIn = full.includes(category)
  const { [category]: tally, messages } = tallies
  const text = isIn && tally && (write(tally) || t('restore.nothing'))
  const ofMessages = category === 'conversations' && isIn && messages && write(messages)
  return (
    <li
      aria-label={name}
      className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 py-1 pr-2.5 pl-1.5"
    >
      <span className="relative flex">
        <Checkbox
          label={name}
          checked={chosen.includes(category)}
          disabled={!isIn}
          className="disabled:opacity-40"
          onChange={(event) => onChoose(category, event.target.checked)}
        />
      </span>
      <div className={`min-w-0 py-1 ${isIn ? '' : 'text-muted-foreground'}`}>
        <p className="font-medium">{name}</p>
        {text && <p className="text-sm text-muted-foreground tabular-nums">{text}</p>}
        {ofMessages && (
          <p className="text-sm text-muted-foreground tabular-nums">
            {t('restore.messages', { text: ofMessages })}
          </p>
        )}
      </div>
      {!isIn && (
        <p className="text-sm text-muted-foreground">
          {t(canReplace ? 'restore.empty' : 'merge.empty')}
        </p>
      )}
      {isIn && canReplace && chosen.includes(category) && (
        <Select
          hideLabel
          className="w-28"
          label={t('restore.modeOf', { name })}
          value={replaced.includes(category) ? 'replace' : 'merge'}
          options={(['merge', 'replace'] as const).map((value) => ({
            value,
            label: t(`restore.modes.${value}`),
          }))}
          onChange={(mode: Mode) => onMode(category, mode)}
        />
      )}
    </li>
  )
}
