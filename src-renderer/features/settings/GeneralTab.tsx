import { NumberField } from '@base-ui/react/number-field'
import type { Settings } from '@contract/settings'
import { Minus, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../stores/settings'
import { writeKeys } from '../../ui/keys'
import { Switch } from '../../ui/Switch'
import { ProfileList } from './ProfileList'
import { Item, Row, Rows, Section } from './Section'
import { Segmented } from '../../ui/Segmented'

const THEMES = ['system', 'light', 'dark'] as const
const SEND_KEYS = [
  { value: 'enter', keys: 'Enter' },
  { value: 'mod-enter', keys: 'Mod+Enter' },
] as const

export function GeneralTab() {
  const { t } = useTranslation('settings')
  const settings = useSettings((state) => state.value)
  const update = useSettings((state) => state.update)
  if (!settings) return null
  return (
    <>
      <Section title={t('general.appearance')}>
        <Rows>
          <Row name="theme" label={t('general.theme')}>
            {(ids) => (
              <Segmented
                {...ids}
                value={settings.theme}
                options={THEMES.map((value) => ({ value, label: t(`general.themes.${value}`) }))}
                onChange={(theme) => void update({ theme })}
              />
            )}
          </Row>
          <FontSize settings={settings} />
        </Rows>
      </Section>
      <Section title={t('general.writing')}>
        <Rows>
          <Row
            name="sendKey"
            label={t('general.sendKey')}
            hint={t(`general.sendKeyHint.${settings.sendKey}`)}
          >
            {(ids) => (
              <Segmented
                {...ids}
                value={settings.sendKey}
                options={SEND_KEYS.map(({ value, keys }) => ({ value, label: writeKeys(keys) }))}
                onChange={(sendKey) => void update({ sendKey })}
              />
            )}
          </Row>
          <Item name="titles">
            <Switch
              label={t('general.titlesByModel')}
              hint={t('general.titlesByModelHint')}
              checked={settings.titlesByModel}
              onChange={(titlesByModel) => void update({ titlesByModel })}
            />
          </Item>
          <Item name="notify">
            <Switch
              label={t('general.notify')}
              hint={t('general.notifyHint')}
              checked={settings.notifyWhenDone}
              onChange={(notifyWhenDone) => void update({ notifyWhenDone })}
            />
          </Item>
        </Rows>
      </Section>
      <Section title={t('general.network')}>
        <Rows>
          <Item name="discovery">
            <Switch
              label={t('general.discovery')}
              hint={t('general.discoveryHint')}
              checked={settings.discoveryAllowed}
              onChange={(discoveryAllowed) => void update({ discoveryAllowed })}
            />
          </Item>
        </Rows>
      </Section>
      <ProfileList />
    </>
  )
}

const step =
  'flex w-8 items-center justify-center text-muted-foreground hover:bg-hover hover:text-foreground disabled:opacity-40'

function FontSize({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const update = useSettings((state) => state.update)
  return (
    <Row name="fontSize" label={t('general.fontSize')} hint={t('general.fontSizeHint')}>
      {({ labelId, hintId }) => (
        <NumberField.Root
          value={settings.messageFontSize}
          min={10}
          max={32}
          onValueChange={(size) => {
            if (size !== null && size >= 10 && size <= 32 && Number.isInteger(size))
              void update({ messageFontSize: size })
          }}
        >
          <NumberField.Group className="flex h-8 overflow-hidden rounded-md border border-input/60 bg-popover focus-within:border-ring">
            <NumberField.Decrement aria-label={t('general.smaller')} className={step}>
              <Minus size={14} aria-hidden />
            </NumberField.Decrement>
            <NumberField.Input
              aria-labelledby={labelId}
              aria-describedby={hintId}
              className="w-10 border-x border-border bg-transparent text-center tabular-nums -outline-offset-2"
            />
            <NumberField.Increment aria-label={t('general.larger')} className={step}>
              <Plus size={14} aria-hidden />
            </NumberField.Increment>
          </NumberField.Group>
        </NumberField.Root>
      )}
    </Row>
  )
}
