import type { LeftOut } from '@contract/transfer'
import type { TFunction } from 'i18next'

/** A line for each kind of thing that a file lacks, and why it does. */
export function leftOutLines(t: TFunction<'transfer'>, leftOut: readonly LeftOut[]) {
  return leftOut.map(({ what, reason, count }) =>
    t('leftOutLine', { what: t(`leftOut.${what}`, { count }), reason: t(`reasons.${reason}`) }),
  )
}
