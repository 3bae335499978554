import { useTranslation } from 'react-i18next'
import { useProviders } from '../../stores/providers'
import { useSettings } from '../../stores/settings'
import { Switch } from '../../ui/Switch'
import { Item, Rows, Section } from './Section'
import { useAnswer } from './useAnswer'

/** How keys are kept on this machine, and the permission to keep them in clear, which can be taken back. */
export function KeyStorage() {
  const { t } = useTranslation('settings')
  const { answer } = useAnswer('app.info')
  const settings = useSettings((state) => state.value)
  const list = useProviders((state) => state.list)
  if (!answer?.ok || !settings) return null

  const bySystem = answer.value.keyStore === 'system'
  const plain = list.filter(({ keyState }) => keyState === 'stored_plain')
  const allowed = settings.plainKeysAllowed
  return (
    <Section title={t('providers.keys')}>
      <Rows>
        {bySystem && (
          <Item {...(!allowed && { name: 'plainKeys' as const })}>
            <p className="text-muted-foreground">{t('providers.keysBySystem')}</p>
          </Item>
        )}
        {(!bySystem || allowed) && (
          <Item name="plainKeys">
            <Switch
              label={t('providers.plainAllowed')}
              hint={t(bySystem ? 'providers.plainNotNeeded' : 'providers.plainAllowedHint')}
              checked={allowed}
              onChange={(plainKeysAllowed) =>
                void useSettings.getState().update({ plainKeysAllowed })
              }
            />
          </Item>
        )}
        {plain.length > 0 && (
          <Item>
            <p className="text-sm text-caution">
              {t('providers.plainStored', { names: plain.map(({ name }) => name).join(', ') })}
            </p>
          </Item>
        )}
      </Rows>
    </Section>
  )
}
