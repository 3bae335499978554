import { useTranslation } from 'react-i18next'
import { chooseImport } from '../import/choose'
import { Button } from '../../ui/Button'
import { Row, Rows, Section } from './Section'

export function ImportSection() {
  const { t } = useTranslation('importing')
  return (
    <Section title={t('data.title')} about={t('data.about')}>
      <Rows>
        <Row name="import" label={t('data.files')} hint={t('data.filesHint')}>
          {({ hintId }) => (
            <Button aria-describedby={hintId} onClick={() => void chooseImport(false)}>
              {t('import')}
            </Button>
          )}
        </Row>
        <Row label={t('data.folder')} hint={t('data.folderHint')}>
          {({ hintId }) => (
            <Button aria-describedby={hintId} onClick={() => void chooseImport(true)}>
              {t('importFolder')}
            </Button>
          )}
        </Row>
      </Rows>
    </Section>
  )
}
