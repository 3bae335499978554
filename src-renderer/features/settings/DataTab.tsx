import { useTranslation } from 'react-i18next'
import { useTransfer } from '../../stores/transfer'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { BackupSection } from './BackupSection'
import { CopiesSection } from './CopiesSection'
import { ImportSection } from './ImportSection'
import { ClearSection, TrashSection } from './RoomSections'
import { PlanSection } from './PlanSection'
import { Row, Rows, Section } from './Section'

export function DataTab() {
  return (
    <>
      <BackupSection />
      <PlanSection />
      <ImportSection />
      <ExportSection />
      <CopiesSection />
      <TrashSection />
      <ClearSection />
    </>
  )
}

function ExportSection() {
  const { t } = useTranslation('transfer')
  return (
    <Section title={t('data.title')} about={t('data.about')}>
      <Rows>
        <Row name="exportAll" label={t('data.all')} hint={t('data.allHint')}>
          {({ hintId }) => (
            <Button aria-describedby={hintId} onClick={exportAll}>
              {t('exportAll')}
            </Button>
          )}
        </Row>
      </Rows>
    </Section>
  )
}

/** Over the chat and not over the settings, where its notice would be hidden. */
function exportAll() {
  useView.getState().openSettings(null)
  useTransfer.getState().askExport({ all: true })
}
