import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotices } from '../../stores/notices'
import type { Notice } from '../../stores/notices'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { FailureText } from './FailureText'

const SHORT = 5_000
const LONG = 12_000
const REPORT = 60_000

function timeFor({ report, undo, failure, action }: Notice) {
  if (report) return REPORT
  return undo || failure || action ? LONG : SHORT
}

/** Stays while the pointer or the focus is on it, and long enough to be taken back. */
export function Toast({ notice }: { notice: Notice }) {
  const { t } = useTranslation([
    'chat',
    'attachments',
    'backup',
    'importing',
    'library',
    'moving',
    'sidebar',
    'space',
    'transfer',
    'common',
  ])
  const [held, setHeld] = useState(false)
  const left = useRef(timeFor(notice))
  const dismiss = useNotices((state) => state.dismiss)

  useEffect(() => {
    if (held) return
    const began = Date.now()
    const timer = setTimeout(() => dismiss(notice.id), left.current)
    return () => {
      clearTimeout(timer)
      left.current = Math.max(1_000, left.current - (Date.now() - began))
    }
  }, [held, notice.id, dismiss])

  return (
    <div
      role={notice.failure ? 'alert' : undefined}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={`pointer-events-auto flex max-w-full gap-2 rounded-lg border border-border bg-popover py-1.5 pr-1.5 pl-3.5 shadow-popover ${notice.failure ? 'items-start' : 'items-center'}`}
    >
      <div className="min-w-0 flex-1 py-1">
        <p
          className={
            notice.failure
              ? 'font-medium'
              : notice.action || notice.report
                ? 'wrap-anywhere'
                : 'truncate'
          }
          dir="auto"
        >
          {t(notice.text, notice.values ?? {})}
        </p>
        {notice.lines && notice.lines.length > 0 && (
          <ul className="max-h-40 overflow-y-auto text-sm text-muted-foreground">
            {notice.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {notice.failure && (
          <div className="text-sm text-muted-foreground">
            <FailureText failure={notice.failure} />
          </div>
        )}
      </div>
      {notice.undo && (
        <Button
          look="quiet"
          className="text-primary"
          onClick={() => {
            dismiss(notice.id)
            notice.undo?.()
          }}
        >
          {t('common:undo')}
        </Button>
      )}
      {notice.action && (
        <Button
          look="quiet"
          className="shrink-0 text-primary"
          onClick={() => {
            dismiss(notice.id)
            notice.action?.run()
          }}
        >
          {t(notice.action.text)}
        </Button>
      )}
      <IconButton
        label={t('common:dismiss')}
        icon={X}
        side="top"
        onClick={() => dismiss(notice.id)}
      />
    </div>
  )
}
