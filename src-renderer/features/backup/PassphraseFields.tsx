import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../ui/Checkbox'
import { Switch } from '../../ui/Switch'
import { TextField } from '../../ui/TextField'
import { useState } from 'react'

export interface Secret {
  wanted: boolean
  passphrase: string
  again: string
}

interface Props {
  secret: Secret
  /** Whether it was sent already: then what is missing is said. */
  tried: boolean
  onChange: (secret: Secret) => void
}

/** Whether keys come along, and the passphrase that protects them, typed twice. */
export function PassphraseFields({ secret, tried, onChange }: Props) {
  const { t } = useTranslation('backup')
  const [shown, setShown] = useState(false)
  const { wanted, passphrase, again } = secret
  const field = {
    type: shown ? 'text' : 'password',
    autoComplete: 'new-password',
    spellCheck: false,
    dir: 'ltr',
    maxLength: 1000,
  } as const
  return (
    <>
      <Switch
        label={t('create.withKeys')}
        hint={t('create.withKeysHint')}
        checked={wanted}
        onChange={(next) => onChange({ ...secret, wanted: next })}
      />
      {wanted && (
        <>
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              {...field}
              label={t('create.passphrase')}
              value={passphrase}
              onChange={(event) => onChange({ ...secret, passphrase: event.target.value })}
            />
            <TextField
              {...field}
              label={t('create.again')}
              value={again}
              error={
                passphrase !== again && (tried || again.length >= passphrase.length)
                  ? t('create.different')
                  : undefined
              }
              onChange={(event) => onChange({ ...secret, again: event.target.value })}
            />
          </div>
          <label className="flex items-center gap-1 self-start">
            <span className="relative flex">
              <Checkbox
                label={t('create.show')}
                checked={shown}
                onChange={(event) => setShown(event.target.checked)}
              />
            </span>
            {t('create.show')}
          </label>
          <p className="text-sm text-muted-foreground">{t('create.lost')}</p>
        </>
      )}
      <p className="rounded-lg bg-muted px-3.5 py-2.5 text-sm text-pretty">{t('create.plain')}</p>
    </>
  )
}
