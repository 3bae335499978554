import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/TextField'

interface Props {
  title?: string
  text: string
  hint?: string
  field: string
  /** What has to be typed, in letters of any size. */
  words: string
  confirm: string
  /** A second way to go on, beside the one that has to be confirmed. */
  also?: { label: string; act: () => void }
  children?: ReactNode
  onConfirm: () => void
  onClose: () => void
}

/** Asks for words, because a button alone is pressed too easily. */
export function TypedConfirmation(props: Props) {
  const { title, text, hint, field, words, confirm, also, children, onConfirm, onClose } = props
  const { t } = useTranslation('common')
  const [typed, setTyped] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const isRight = typed.trim().toLocaleLowerCase() === words.trim().toLocaleLowerCase()

  useEffect(() => first.current?.focus(), [])
  return (
    <form
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (isRight) onConfirm()
      }}
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 py-4">
        {children}
        {title && <h3 className="font-semibold">{title}</h3>}
        <p className="wrap-anywhere">{text}</p>
        {hint && <p className="text-muted-foreground">{hint}</p>}
        <TextField
          ref={first}
          label={field}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">
        <Button onClick={onClose}>{t('cancel')}</Button>
        {also && <Button onClick={also.act}>{also.label}</Button>}
        <Button type="submit" look="danger" disabled={!isRight}>
          {confirm}
        </Button>
      </div>
    </form>
  )
}
