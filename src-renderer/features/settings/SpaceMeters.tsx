import { Meter } from '@base-ui/react/meter'
import type { StorageState } from '@contract/state'
import { useTranslation } from 'react-i18next'
import { writeBytes } from './bytes'

const CATEGORIES = ['database', 'attachments', 'backups', 'other'] as const

/** What each kind of data takes of the whole, in bytes and as a bar. */
export function SpaceMeters({ sizes, free }: Pick<StorageState, 'sizes' | 'free'>) {
  const { t, i18n } = useTranslation('settings')
  const total = CATEGORIES.reduce((sum, category) => sum + sizes[category], 0)
  const write = (bytes: number) => writeBytes(bytes, i18n.language)
  return (
    <>
      <div className="grid gap-x-10 gap-y-4 sm:grid-cols-2">
        {CATEGORIES.map((category) => (
          <Meter.Root
            key={category}
            value={sizes[category]}
            max={Math.max(total, 1)}
            aria-valuetext={write(sizes[category])}
            className="grid grid-cols-[1fr_auto] content-start gap-x-3 gap-y-1"
          >
            <Meter.Label className="font-medium">{t(`storage.${category}`)}</Meter.Label>
            <span aria-hidden className="text-muted-foreground tabular-nums">
              {write(sizes[category])}
            </span>
            <Meter.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-pressed">
              <Meter.Indicator className="rounded-full bg-primary" />
            </Meter.Track>
            <span className="col-span-2 text-sm text-muted-foreground">
              {t(`storage.${category}Hint`)}
            </span>
          </Meter.Root>
        ))}
      </div>
      <p className="mt-4 flex flex-wrap justify-between gap-x-6 border-t border-border pt-3 text-sm text-muted-foreground">
        <span>{t('storage.total', { size: write(total) })}</span>
        <span>{t('storage.free', { size: write(free) })}</span>
      </p>
    </>
  )
}
