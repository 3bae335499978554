import { AlertTriangle, CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'

const looks = {
  info: { icon: Info, box: 'bg-primary-soft', sign: 'text-primary' },
  caution: { icon: AlertTriangle, box: 'bg-caution-soft', sign: 'text-caution' },
  danger: { icon: CircleAlert, box: 'bg-destructive-soft', sign: 'text-destructive' },
}

interface Props {
  look?: keyof typeof looks
  /** Announced at once by screen readers. */
  alert?: boolean
  children: ReactNode
  action?: ReactNode
  className?: string
}

/** A message that stays until its reason is gone. */
export function Banner({ look = 'info', alert = false, children, action, className = '' }: Props) {
  const { icon: Icon, box, sign } = looks[look]
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-2.5 ${box} ${className}`}
    >
      <Icon size={17} aria-hidden className={`mt-0.5 shrink-0 ${sign}`} />
      <div className="min-w-48 flex-1">{children}</div>
      {action}
    </div>
  )
}
