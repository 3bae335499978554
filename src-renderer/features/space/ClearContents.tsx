import type { ProfileContents } from '@contract/space'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { Segmented } from '../../ui/Segmented'
import { writeBytes } from '../settings/bytes'
import { Row, Rows } from '../settings/Section'

const KINDS = [
  'conversations',
  'trashed',
  'messages',
  'drafts',
  'projects',
  'tags',
  'files',
  'providers',
  'keys',
  'copies',
] as const
const PLACES = ['data', 'folder'] as const

interface Props {
  name: string
  contents: ProfileContents
  place: (typeof PLACES)[number]
  onPlace: (place: (typeof PLACES)[number]) => void
  onNext: () => void
  onClose: () => void
}

/** The first of the two questions: what goes, what stays, and where the backup is put. */
export function ClearContents({ name, contents, place, onPlace, onNext, onClose }: Props) {
  const { t, i18n } = useTranslation(['space', 'common'])
  const write = (bytes: number) => writeBytes(bytes, i18n.language)
  const { counts, bytes, otherProfiles } = contents
  return (
    <>
      <div className="min-h-0 space-y-4 overflow-y-auto px-5 py-4">
        <section>
          <h3 className="font-semibold wrap-anywhere">{t('clear.goes', { name })}</h3>
          <ul
            aria-label={t('clear.goes', { name })}
            className="mt-1 grid list-disc gap-x-6 pl-5 sm:grid-cols-2"
          >
            {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
              <li key={kind}>{t(`clear.${kind}`, { count: counts[kind] })}</li>
            ))}
            <li>{t('clear.settings')}</li>
          </ul>
          <p className="mt-1 text-sm text-muted-foreground">
            {t('clear.sizes', {
              database: write(bytes.database),
              attachments: write(bytes.attachments),
              backups: write(bytes.backups),
            })}
          </p>
        </section>
        <section>
          <h3 className="font-semibold">{t('clear.stays')}</h3>
          <ul aria-label={t('clear.stays')} className="mt-1 list-disc pl-5">
            <li>
              {otherProfiles > 0
                ? t('clear.otherProfiles', { count: otherProfiles })
                : t('clear.noOtherProfiles')}
            </li>
            <li>{t('clear.backupsElsewhere')}</li>
          </ul>
        </section>
        <Rows>
          <Row label={t('clear.backup')} hint={t('clear.keysNote')}>
            {(ids) => (
              <Segmented
                {...ids}
                value={place}
                options={PLACES.map((value) => ({ value, label: t(`clear.places.${value}`) }))}
                onChange={onPlace}
              />
            )}
          </Row>
        </Rows>
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button look="danger" onClick={onNext}>
          {t('clear.next')}
        </Button>
      </div>
    </>
  )
}
