import type { BackupReport } from '@contract/backup'
import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { writeBytes } from '../settings/bytes'

/** What was made and verified, and what could not come along. */
export function BackupResult({ report }: { report: BackupReport }) {
  const { t, i18n } = useTranslation('backup')
  const { file, bytes, counts, secrets, missing, keysLeftOut } = report
  const count = (name: string) => counts[name] ?? 0
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck size={18} aria-hidden className="shrink-0 text-primary" />
        {t('create.done')}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1">
        <Fact name={t('create.file')}>
          <span className="font-mono text-sm break-all select-text" dir="ltr">
            {file}
          </span>
        </Fact>
        <Fact name={t('create.size')}>{writeBytes(bytes, i18n.language)}</Fact>
        <Fact name={t('create.holds')}>
          {`${t('copies.conversations', { count: count('conversations') })}, ${t('copies.messages', { count: count('messages') })}`}
        </Fact>
        <Fact name={t('create.keys')}>
          {t(secrets === 'encrypted' ? 'create.keysIn' : 'create.keysOut')}
        </Fact>
      </dl>
      {keysLeftOut > 0 && (
        <p className="text-caution">{t('create.leftOut', { count: keysLeftOut })}</p>
      )}
      {missing > 0 && <p className="text-caution">{t('create.missing', { count: missing })}</p>}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
