import { useTranslation } from 'react-i18next'
import type { Group } from './groups'

const NAMED = ['pinned', 'byTitle', 'today', 'yesterday', 'week'] as const

/** The heading's words: the catalogue's, or the month as this language writes it. */
export function useGroupName() {
  const { t, i18n } = useTranslation('sidebar')
  return (group: Group) => {
    if (isNamed(group)) return t(`groups.${group}`)
    const [year, index] = group.split('-').map(Number)
    // Made here, because the first takes some milliseconds and most lists begin without a month.
    const month = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric' })
    return month.format(new Date(year ?? 0, index ?? 0))
  }
}

function isNamed(group: Group): group is (typeof NAMED)[number] {
  return NAMED.some((name) => name === group)
}
