import { Progress } from '@base-ui/react/progress'

interface Props {
  label: string
  /** In words, such as "3 of 12". */
  far: string
  done: number
  /** Zero where nobody knows it: then there is no share to show. */
  total: number
}

/** How far something is. */
export function ProgressLine({ label, far, done, total }: Props) {
  return (
    <Progress.Root
      value={total > 0 ? done : null}
      max={Math.max(total, 1)}
      aria-valuetext={far}
      className="grid min-w-0 flex-1 grid-cols-[1fr_auto] gap-x-3 gap-y-1"
    >
      <Progress.Label className="truncate font-medium">{label}</Progress.Label>
      <span aria-hidden className="text-sm text-muted-foreground tabular-nums">
        {far}
      </span>
      <Progress.Track className="col-span-2 h-1.5 overflow-hidden rounded-full bg-muted">
        <Progress.Indicator className="h-full bg-primary data-indeterminate:w-1/4" />
      </Progress.Track>
    </Progress.Root>
  )
}
