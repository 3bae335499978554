import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { useSpace } from '../../stores/space'
import type { SpaceDialog } from '../../stores/space'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { Select } from '../../ui/Select'
import { Switch } from '../../ui/Switch'
import { writeBytes } from './bytes'
import { Item, Row, Rows, Section } from './Section'

const OFF = 'off'
const DAYS = [7, 30, 90]
const GB = 1_000_000_000
const LIMITS = [1, 2, 5, 10, 20, 50, 100].map((size) => size * GB)

/** How much the profile may take, and what happens beyond it. */
export function RoomRows() {
  const { t, i18n } = useTranslation('space')
  const settings = useSettings((state) => state.value)
  const update = useSettings((state) => state.update)
  if (!settings) return null
  const { sizeLimit, makeRoom } = settings
  return (
    <>
      <Row name="freeSpace" label={t('limit.row')} hint={t('limit.rowHint')}>
        {({ hintId }) => (
          <Button aria-describedby={hintId} onClick={() => ask('free')}>
            {t('freeSpace')}
          </Button>
        )}
      </Row>
      <Row name="sizeLimit" label={t('limit.label')} hint={t('limit.hint')}>
        {() => (
          <Select
            hideLabel
            className="w-40"
            label={t('limit.label')}
            value={sizeLimit === null ? OFF : String(sizeLimit)}
            options={[
              { value: OFF, label: t('limit.off') },
              ...withPresent(LIMITS, sizeLimit).map((bytes) => ({
                value: String(bytes),
                label: writeBytes(bytes, i18n.language),
              })),
            ]}
            onChange={(next) => void update({ sizeLimit: next === OFF ? null : Number(next) })}
          />
        )}
      </Row>
      <Item>
        <Switch
          label={t('policy.label')}
          hint={t('policy.hint')}
          checked={makeRoom}
          onChange={(wanted) => void update({ makeRoom: wanted })}
        />
      </Item>
    </>
  )
}

/** How long a chat lies in the trash. */
export function TrashSection() {
  const { t } = useTranslation('space')
  const settings = useSettings((state) => state.value)
  const update = useSettings((state) => state.update)
  if (!settings) return null
  const { trashDays } = settings
  return (
    <Section title={t('retention.title')}>
      <Rows>
        <Row name="trashDays" label={t('retention.label')} hint={t('retention.hint')}>
          {() => (
            <Select
              hideLabel
              className="w-40"
              label={t('retention.label')}
              value={trashDays === null ? OFF : String(trashDays)}
              options={[
                { value: OFF, label: t('retention.off') },
                ...withPresent(DAYS, trashDays).map((count) => ({
                  value: String(count),
                  label: t('retention.days', { count }),
                })),
              ]}
              onChange={(next) => void update({ trashDays: next === OFF ? null : Number(next) })}
            />
          )}
        </Row>
      </Rows>
    </Section>
  )
}

export function ClearSection() {
  const { t } = useTranslation('space')
  return (
    <Section title={t('clear.section')}>
      <Rows>
        <Row name="clearAll" label={t('clear.label')} hint={t('clear.hint')}>
          {({ hintId }) => (
            <Button look="danger" aria-describedby={hintId} onClick={() => ask('clear')}>
              {t('clear.open')}
            </Button>
          )}
        </Row>
      </Rows>
    </Section>
  )
}

/** One that was chosen in another way is among those that can be. */
function withPresent(usual: readonly number[], present: number | null): number[] {
  return [...new Set([...usual, ...(present === null ? [] : [present])])].toSorted((a, b) => a - b)
}

/** Over the chat and not over the settings, which could not show it in front. */
function ask(dialog: SpaceDialog) {
  useView.getState().openSettings(null)
  useSpace.getState().show(dialog)
}
