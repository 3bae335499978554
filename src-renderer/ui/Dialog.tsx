import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { iconButton } from './IconButton'

interface Props {
  open: boolean
  title: string
  description?: string | undefined
  /** The classes of its size, such as `w-[44rem] h-[36rem]`. */
  size?: string
  /** What has the focus when it opens; without it the first control. */
  initialFocus?: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
}

/** A modal dialog: focus stays inside, Escape closes it, focus then returns to where it was. */
export function Dialog({
  open,
  title,
  description,
  size = 'w-[30rem]',
  initialFocus,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation('common')
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup initialFocus={initialFocus} className={`${panel} ${size}`}>
          <header className="flex items-start gap-3 border-b border-border px-5 py-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && (
                <Base.Description className="text-muted-foreground">{description}</Base.Description>
              )}
            </div>
            {/* Without a tooltip, which would take the first Escape for itself. */}
            <Base.Close aria-label={t('close')} className={`${iconButton} -mr-1.5`}>
              <X size={16} strokeWidth={1.75} aria-hidden />
            </Base.Close>
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export const backdrop =
  'fixed inset-0 z-30 bg-overlay transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'

export const panel =
  'fixed top-1/2 left-1/2 z-30 flex max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-xl border border-border bg-background shadow-popover outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'
