import { useTranslation } from 'react-i18next'
import type { Group } from './groups'

/** The heading's words: the catalogue's, or the month as this language writes it. */
export function useGroupName() {
  const { t, i18n } = useTranslation('sidebar')
  const month = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric' })
  return (group: Group) => {
    if (group === 'pinned' || group === 'today' || group === 'yesterday' || group === 'week') {
      return t(`groups.${group}`)
    }
    const [year, index] = group.split('-').map(Number)
    return month.format(new Date(year ?? 0, index ?? 0))
  }
}
