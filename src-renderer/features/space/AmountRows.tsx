import type { FreeableSpace } from '@contract/space'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Button } from '../../ui/Button'
import { writeBytes } from '../settings/bytes'
import { Row } from '../settings/Section'
import { amountOf } from './acts'
import type { Freeing } from './acts'

const KINDS = ['trash', 'copies', 'files', 'caches', 'database'] as const

interface Props {
  found: FreeableSpace
  busy: boolean
  onAsk: (what: Freeing) => void
}

/** What has a number and a size, with the way to be rid of it. */
export function AmountRows({ found, busy, onAsk }: Props) {
  const { t, i18n } = useTranslation('space')
  const write = (bytes: number) => writeBytes(bytes, i18n.language)

  function amount(what: (typeof KINDS)[number]): string {
    const { count, bytes } = amountOf(what, found)
    if (count === 0 || bytes === 0) return t('find.nothing')
    if (what === 'caches' || what === 'database') return write(bytes)
    const things = { trash: 'find.chats', copies: 'find.copies', files: 'find.files' } as const
    const values = { what: t(things[what], { count }), size: write(bytes) }
    return t(what === 'trash' ? 'find.about_amount' : 'find.amount', values)
  }

  return (
    <>
      {KINDS.map((what) => {
        const { count, bytes } = amountOf(what, found)
        const hint =
          what === 'copies'
            ? t('find.copies.hint', { count: found.copies.kept })
            : t(`find.${what}.hint`)
        return (
          <Row
            key={what}
            label={t(`find.${what}.label`)}
            hint={
              <>
                <span className="text-foreground tabular-nums">{amount(what)}</span>
                {count > 0 && bytes > 0 && ` · ${hint}`}
              </>
            }
          >
            {({ hintId }) => (
              <Button
                look={what === 'trash' ? 'danger' : 'secondary'}
                aria-describedby={hintId}
                disabled={busy || count === 0 || bytes === 0}
                onClick={() => onAsk(what)}
              >
                {t(`find.${what}.action`)}
              </Button>
            )}
          </Row>
        )
      })}
      {found.aside.count > 0 && (
        <Row
          label={t('find.aside.label')}
          hint={
            <>
              <span className="text-foreground tabular-nums">
                {t('find.amount', {
                  what: t('find.aside.count', { count: found.aside.count }),
                  size: write(found.aside.bytes),
                })}
              </span>
              {` · ${t('find.aside.hint')}`}
            </>
          }
        >
          {({ hintId }) => (
            <Button aria-describedby={hintId} onClick={() => void call('app.openDataFolder')}>
              {t('find.aside.action')}
            </Button>
          )}
        </Row>
      )}
    </>
  )
}
