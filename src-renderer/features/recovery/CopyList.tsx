import type { RecoveryCopy } from '@contract/state'
import { useTranslation } from 'react-i18next'
import { useTime } from '../../ui/useTime'
import { writeBytes } from '../settings/bytes'

interface Props {
  copies: readonly RecoveryCopy[]
  chosen: string | null
  disabled: boolean
  onChoose: (file: string) => void
}

/** The copies as one group of radio buttons; a damaged one is shown and cannot be chosen. */
export function CopyList({ copies, chosen, disabled, onChoose }: Props) {
  const { t, i18n } = useTranslation('recovery')
  const time = useTime()
  return (
    <fieldset disabled={disabled} className="flex max-h-72 flex-col gap-1 overflow-y-auto p-0.5">
      <legend className="mb-1 text-sm font-medium">{t('copies')}</legend>
      {copies.map((copy, index) => (
        <label
          key={copy.file}
          className="flex items-center gap-3 rounded-md border border-border px-3 py-2 select-none has-checked:border-primary has-checked:bg-primary-soft has-disabled:text-muted-foreground has-enabled:hover:bg-hover"
        >
          <input
            type="radio"
            name="copy"
            className="size-4 shrink-0 accent-primary"
            checked={copy.file === chosen}
            disabled={copy.messages === null}
            onChange={() => onChoose(copy.file)}
          />
          <span className="min-w-0 flex-1">
            <span className="font-medium">{time(copy.createdAt)}</span>
            {index === 0 && copies.length > 1 && copy.messages !== null && ` (${t('newest')})`}
            <span className="block text-sm text-muted-foreground">
              {copy.conversations === null || copy.messages === null
                ? t('unreadable')
                : `${t('chats', { count: copy.conversations })}, ${t('messages', { count: copy.messages })}`}
            </span>
          </span>
          <span className="text-sm text-muted-foreground">
            {writeBytes(copy.bytes, i18n.language)}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
