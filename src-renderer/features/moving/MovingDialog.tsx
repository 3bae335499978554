import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoving } from '../../stores/moving'
import type { Running } from '../../stores/moving'
import { Button } from '../../ui/Button'
import { backdrop, panel } from '../../ui/Dialog'
import { ProgressLine } from '../../ui/ProgressLine'
import { Spinner } from '../../ui/Spinner'
import { FailureText } from '../notices/FailureText'
import { writeBytes } from '../settings/bytes'

/** Over everything while the data is moved, because the history is closed, and after it failed. */
export function MovingDialog() {
  const { t } = useTranslation(['moving', 'common'])
  const running = useMoving((state) => state.running)
  const failure = useMoving((state) => state.failure)
  const cancel = useMoving((state) => state.cancel)
  const dismiss = useMoving((state) => state.dismiss)
  const button = useRef<HTMLButtonElement>(null)
  if (!running && !failure) return null
  return (
    <AlertDialog.Root
      open
      onOpenChange={(open) => {
        if (!open && !running) dismiss()
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdrop} />
        <AlertDialog.Popup initialFocus={button} className={`${panel} w-[30rem] gap-3 p-5`}>
          <AlertDialog.Title className="text-lg font-semibold">
            {running ? t('running.title') : t('running.failed')}
          </AlertDialog.Title>
          {running && <Far running={running} />}
          <AlertDialog.Description render={<div />} className="overflow-y-auto">
            {failure && !running ? (
              <FailureText failure={failure} />
            ) : (
              <p className="text-muted-foreground">{t('running.safe')}</p>
            )}
          </AlertDialog.Description>
          <div className="flex justify-end">
            {running ? (
              <Button
                ref={button}
                disabled={running.step !== 'moving'}
                onClick={() => void cancel()}
              >
                {t('running.cancel')}
              </Button>
            ) : (
              <Button ref={button} onClick={dismiss}>
                {t('common:close')}
              </Button>
            )}
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

function Far({ running: { progress, step } }: { running: Running }) {
  const { t, i18n } = useTranslation('moving')
  if (step !== 'moving' || !progress) {
    return (
      <p role="status" className="flex min-h-11 items-center gap-3">
        <Spinner />
        {step === 'moving' ? t('running.preparing') : t(`running.${step}`)}
      </p>
    )
  }
  const { done, total } = progress
  // Each byte is copied, and then compared.
  const half = total / 2
  const isCopied = done >= half
  const write = (bytes: number) => writeBytes(bytes, i18n.language)
  const far = t('running.progress', {
    done: write(isCopied ? done - half : done),
    total: write(half),
  })
  return (
    <div className="flex min-h-11">
      <ProgressLine
        label={isCopied ? t('running.checking') : t('running.copying')}
        far={far}
        done={done}
        total={total}
      />
    </div>
  )
}
