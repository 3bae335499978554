import { useTranslation } from 'react-i18next'
import type { Series } from './series'

export function useModelName() {
  const { t } = useTranslation('library')
  return (model: Series['model']) =>
    model === null ? t('statistics.noModel') : (model ?? t('statistics.otherModels'))
}
