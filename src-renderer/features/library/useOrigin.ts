import type { Defaults } from '@contract/library'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'

/** Says where a value comes from, such as "From project Work". */
export function useOrigin() {
  const { t } = useTranslation('library')
  const projects = useLibrary((state) => state.projects)
  return ({ from, projectId }: Pick<Defaults['model'], 'from' | 'projectId'>) =>
    t(`from.${from}`, { name: projects[projectId ?? '']?.name })
}
