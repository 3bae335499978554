import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { input } from '../../ui/TextField'
import { takeFocus } from './takeFocus'

interface Props {
  value: string
  submit: string
  onSubmit: (name: string) => void
  onCancel: () => void
}

/** A profile's name while it is typed: Enter keeps it, Escape does not. */
export function ProfileName({ value, submit, onSubmit, onCancel }: Props) {
  const { t } = useTranslation(['settings', 'common'])
  const [name, setName] = useState(value)
  const typed = name.trim()
  return (
    <form
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed !== '') onSubmit(typed)
      }}
    >
      <input
        ref={takeFocus}
        dir="auto"
        aria-label={t('profiles.name')}
        placeholder={t('profiles.name')}
        value={name}
        maxLength={100}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          event.preventDefault()
          onCancel()
        }}
        className={`${input} w-auto min-w-40 flex-1`}
      />
      <Button type="submit" look="primary" disabled={typed === ''}>
        {submit}
      </Button>
      <Button onClick={onCancel}>{t('common:cancel')}</Button>
    </form>
  )
}
