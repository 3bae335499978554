import { useTranslation } from 'react-i18next'
import type { Group } from './groups'

const NAMED = ['pinned', 'byTitle', 'today', 'yesterday', 'week'] as const

/** The heading's words: the catalogue's, or the month as this language writes it. */
export function useGroupName() {
  const { t, i18n } = useTranslation('sidebar')
  // Made when a month is to be named, because it takes some milliseconds and the list is drawn at the start.
  let month: Intl.DateTimeFormat | null = null
  return (group: Group) => {
    if (isNamed(group)) return t(`groups.${group}`)
    const [year, index] = group.split('-').map(Number)
    month ??= new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric' })
    return month.format(new Date(year ?? 0, index ?? 0))
  }
}

function isNamed(group: Group): group is (typeof NAMED)[number] {
  return NAMED.some((name) => name === group)
}
