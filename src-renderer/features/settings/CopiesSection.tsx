import type { KeptCopy } from '@contract/backup'
import type { Result } from '@contract/errors'
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
  const [answer, setAnswer] = useState<Result<KeptCopy[]> | null>(null)
  const [making, setMaking] = useState(false)

  useEffect(() => {
    let wanted = true
    void call('backups.copies').then((answer) => wanted && setAnswer(answer))
    return () => {
      wanted = false
    }
  }, [])

  async function make() {
    setMaking(true)
    const made = await call('backups.copyNow')
    setMaking(false)
    setAnswer(made.ok ? await call('backups.copies') : made)
  }
  const copies = answer?.ok ? answer.value : null
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
      {answer && !answer.ok && (
        <Banner look="danger" alert className="mb-2 rounded-lg">
          <FailureText failure={answer.error} />
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
