import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { backdrop, panel } from './Dialog'

interface Props {
  open: boolean
  title: string
  /** What will be lost, counted, and whether it can be undone. */
  children: ReactNode
  confirm: string
  /** A second way to go on, beside the one that `confirm` names. */
  also?: { label: string; act: () => void }
  danger?: boolean
  disabled?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone. Cancel has the focus, so that Enter destroys nothing. */
export function ConfirmDialog({
  open,
  title,
  children,
  confirm,
  also,
  danger = true,
  disabled = false,
  onConfirm,
  onClose,
}: Props) {
  const { t } = useTranslation('common')
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdrop} />
        <AlertDialog.Popup initialFocus={cancel} className={`${panel} w-[28rem] gap-2 p-5`}>
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description
            render={<div />}
            className="overflow-y-auto text-muted-foreground"
          >
            {children}
          </AlertDialog.Description>
          <div className="mt-3 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close render={<Button ref={cancel}>{t('cancel')}</Button>} />
            {also && (
              <Button
                onClick={() => {
                  also.act()
                  onClose()
                }}
              >
                {also.label}
              </Button>
            )}
            <Button
              look={danger ? 'danger' : 'primary'}
              disabled={disabled}
              onClick={() => {
                onConfirm()
                onClose()
              }}
            >
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
