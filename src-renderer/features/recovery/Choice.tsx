import type { ReactNode } from 'react'

interface Props {
  /** Its name, where the button alone does not say it. */
  title?: string
  why: string
  button: ReactNode
  children?: ReactNode
}

/** One way out: what it does to the data, and the button that does it. */
export function Choice({ title, why, button, children }: Props) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3">
      <div className="min-w-64 flex-1">
        {title && <h3 className="font-medium">{title}</h3>}
        <p className="text-muted-foreground">{why}</p>
      </div>
      {children && <div className="order-1 w-full">{children}</div>}
      <div className={children ? 'order-2 w-full text-end' : ''}>{button}</div>
    </li>
  )
}
