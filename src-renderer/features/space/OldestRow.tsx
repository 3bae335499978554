import type { FreeableSpace } from '@contract/space'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { Button } from '../../ui/Button'
import { Switch } from '../../ui/Switch'
import { useTime } from '../../ui/useTime'
import { writeBytes } from '../settings/bytes'
import { Item } from '../settings/Section'

interface Props {
  oldest: FreeableSpace['oldest']
  busy: boolean
  onAsk: () => void
}

/** The chats that nobody has touched for longest, and whether they may go to the trash by themselves. */
export function OldestRow({ oldest, busy, onAsk }: Props) {
  const { t, i18n } = useTranslation(['space', 'sidebar'])
  const time = useTime()
  const settings = useSettings((state) => state.value)
  const update = useSettings((state) => state.update)
  return (
    <>
      <Item>
        <Switch
          label={t('policy.label')}
          hint={t('policy.hint')}
          checked={settings?.makeRoom ?? false}
          onChange={(makeRoom) => void update({ makeRoom })}
        />
      </Item>
      {oldest.length > 0 && (
        <Item>
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <div className="min-w-0 flex-1 basis-52">
              <p className="font-medium">{t('find.oldest.label')}</p>
              <p className="text-sm text-muted-foreground">{t('find.oldest.hint')}</p>
            </div>
            <Button disabled={busy} onClick={onAsk}>
              {t('find.oldest.action', { count: oldest.length })}
            </Button>
          </div>
          <ul aria-label={t('find.oldest.label')} className="mt-2 max-h-40 overflow-y-auto text-sm">
            {oldest.map(({ id, title, bytes, updatedAt }) => (
              <li key={id} className="flex gap-3 py-0.5">
                <span className="min-w-0 flex-1 truncate" dir="auto">
                  {title || t('sidebar:untitled')}
                </span>
                <span className="shrink-0 text-muted-foreground max-sm:hidden">
                  {time(updatedAt)}
                </span>
                <span className="w-20 shrink-0 text-right text-muted-foreground tabular-nums">
                  {writeBytes(bytes, i18n.language)}
                </span>
              </li>
            ))}
          </ul>
        </Item>
      )}
    </>
  )
}
