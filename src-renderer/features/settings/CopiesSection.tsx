import type { KeptCopy } from '@contract/backup'
import type { Failure, Result } from '@contract/errors'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { CopyRow } from './CopyRow'
import { Item, Rows, Section } from './Section'

/** The copies that the program made by itself, newest first, and what can be done with each. */
export function CopiesSection() {
  const { t } = useTranslation('backup')
  const [copies, setCopies] = useState<readonly KeptCopy[] | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [making, setMaking] = useState(false)

  useEffect(() => {
    let wanted = true
    void call('backups.copies').then((answer) => wanted && take(answer))
    return () => {
      wanted = false
    }
  }, [])

  function take(answer: Result<KeptCopy[]>) {
    setFailure(answer.ok ? null : answer.error)
    if (answer.ok) setCopies(answer.value)
  }

  async function make() {
    setMaking(true)
    const made = await call('backups.copyNow')
    setMaking(false)
    if (made.ok) take(await call('backups.copies'))
    else setFailure(made.error)
  }
  return (
    <Section
      title={t('copies.title')}
      about={t('copies.about')}
      action={
        <Button disabled={making} onClick={() => void make()}>
          {making && <Spinner />}
          {t(making ? 'copies.making' : 'copies.now')}
        </Button>
      }
    >
      {failure && (
        <Banner look="danger" alert className="mb-2 rounded-lg">
          <FailureText failure={failure} />
        </Banner>
      )}
      <Rows>
        {copies?.length === 0 && (
          <Item name="copies">
            <p className="text-muted-foreground">{t('copies.none')}</p>
          </Item>
        )}
        {copies && copies.length > 0 && (
          <Item name="copies" className="p-0!">
            <ul aria-label={t('copies.title')} className="divide-y divide-border">
              {copies.map((copy) => (
                <CopyRow key={copy.name} copy={copy} />
              ))}
            </ul>
          </Item>
        )}
      </Rows>
    </Section>
  )
}
