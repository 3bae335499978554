import type { MovePlan } from '@contract/moving'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner'
import { useReason } from '../notices/useReason'
import { writeBytes } from '../settings/bytes'

/** From where to where, how much, and what speaks against it. */
export function PlanView({ plan }: { plan: MovePlan }) {
  const { t, i18n } = useTranslation('moving')
  const reasonOf = useReason()
  const { from, to, bytes, free, warnings, refusal } = plan
  const write = (size: number) => writeBytes(size, i18n.language)
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name={t('dialog.from')}>
          <Path path={from} />
        </Fact>
        <Fact name={t('dialog.to')}>
          <Path path={to} />
        </Fact>
        <Fact name={t('dialog.size')}>
          {free === null
            ? write(bytes)
            : t('dialog.sizeAndFree', { size: write(bytes), free: write(free) })}
        </Fact>
      </dl>
      {refusal && (
        <Banner look="danger" className="mt-3 rounded-lg">
          <p className="font-medium">{t('dialog.refused')}</p>
          <p>{reasonOf(refusal)}</p>
        </Banner>
      )}
      {warnings.map((warning) => (
        <Banner key={warning} look="caution" className="mt-3 rounded-lg">
          {t(`dialog.warning_${warning}`)}
        </Banner>
      ))}
      {!refusal && (
        <p className="mt-3 text-sm text-muted-foreground">
          {t('dialog.keys')} {t('dialog.quiet')}
        </p>
      )}
    </>
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

function Path({ path }: { path: string }) {
  return (
    <span className="font-mono text-sm break-all select-text" dir="ltr">
      {path}
    </span>
  )
}
