import type { RootState } from '@contract/state'
import { useTranslation } from 'react-i18next'
import { useReason } from './useReason'

/** Which better place could not be used, and why; one that holds conversations is named first. */
export function FallbackText({ root }: { root: RootState }) {
  const { t } = useTranslation('storage')
  const reasonOf = useReason()
  const missed = root.tried.find((place) => place.history) ?? root.tried[0]
  const text =
    root.kind === 'temporary'
      ? 'banner_temporary'
      : missed?.history
        ? 'banner_history'
        : 'banner_fallback'
  return t(text, {
    path: root.path,
    tried: missed?.path ?? '',
    reason: reasonOf(missed?.reason ?? root.reason),
  })
}
