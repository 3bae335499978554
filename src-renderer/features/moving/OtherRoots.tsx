import type { Failure, Result } from '@contract/errors'
import type { FoundRoot } from '@contract/moving'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Banner } from '../../ui/Banner'
import { Spinner } from '../../ui/Spinner'
import { useMoving } from '../../stores/moving'
import { FailureText } from '../notices/FailureText'
import { Item, Rows, Section } from '../settings/Section'
import { OtherRoot } from './OtherRoot'

interface Found {
  /** Which of the times that it was asked this answers. */
  turn: number
  roots: Result<FoundRoot[]>
}

/** Data folders on this machine that are not open: old copies, and those of other programs of this kind. */
export function OtherRoots({ current }: { current: string }) {
  const { t } = useTranslation('moving')
  const [found, setFound] = useState<Found | null>(null)
  const [failed, setFailed] = useState<{ title: string; failure: Failure } | null>(null)
  const [turn, setTurn] = useState(0)

  useEffect(() => {
    let wanted = true
    void call('moves.roots').then((roots) => wanted && setFound({ turn, roots }))
    return () => {
      wanted = false
    }
  }, [turn])

  const again = () => {
    setFailed(null)
    setTurn(turn + 1)
    void useMoving.getState().load()
  }
  const roots = found?.roots
  return (
    <Section title={t('roots.title')} about={t('roots.about')}>
      {failed && (
        <Banner look="danger" alert className="mb-2 rounded-lg">
          <p className="font-medium">{failed.title}</p>
          <FailureText failure={failed.failure} />
        </Banner>
      )}
      {!roots && (
        <p role="status" className="flex items-center gap-2 text-muted-foreground">
          <Spinner />
          {t('roots.looking')}
        </p>
      )}
      {roots && !roots.ok && (
        <Banner look="danger" alert className="rounded-lg">
          <FailureText failure={roots.error} />
        </Banner>
      )}
      {roots?.ok && (
        <Rows>
          {roots.value.length === 0 && (
            <Item name="otherRoots">
              <p className="text-muted-foreground">{t('roots.none')}</p>
            </Item>
          )}
          {roots.value.map((root, index) => (
            <Item key={root.path} {...(index === 0 && { name: 'otherRoots' as const })}>
              <OtherRoot
                root={root}
                current={current}
                onChanged={again}
                onFailed={(title, failure) => setFailed({ title, failure })}
              />
            </Item>
          ))}
        </Rows>
      )}
    </Section>
  )
}
