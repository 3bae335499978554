import { useTranslation } from 'react-i18next'
import { TextField } from '../../ui/TextField'

interface Props {
  value: string
  onChange: (value: string) => void
  className?: string
}

/** What the keys in a backup are locked with. */
export function Passphrase({ value, onChange, className }: Props) {
  const { t } = useTranslation('backup')
  return (
    <TextField
      className={className}
      type="password"
      autoComplete="off"
      spellCheck={false}
      dir="ltr"
      maxLength={1000}
      label={t('restore.passphrase')}
      hint={t('restore.passphraseHint')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
