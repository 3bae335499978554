import type { Verified } from '@contract/backup'
import { CircleAlert, CircleCheck } from 'lucide-react'

interface Props {
  verified: Verified
  sound: string
  bad: string
}

/** Whether a backup or a copy is sound, and what was found where it is not. */
export function Verdict({ verified, sound, bad }: Props) {
  if (verified.ok) {
    return (
      <p role="status" className="flex items-center gap-2 text-sm">
        <CircleCheck size={15} aria-hidden className="shrink-0 text-primary" />
        <span className="min-w-0 wrap-anywhere">{sound}</span>
      </p>
    )
  }
  return (
    <div role="alert" className="flex gap-2 text-sm">
      <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-destructive" />
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">{bad}</p>
        <ul className="text-muted-foreground">
          {verified.problems.slice(0, 5).map(({ detail }) => (
            <li key={detail} className="font-mono break-words">
              {detail}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
