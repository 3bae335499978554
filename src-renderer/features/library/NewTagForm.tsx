import type { Tag } from '@contract/library'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { Button } from '../../ui/Button'
import { input } from '../../ui/TextField'
import { ColorChoice } from './ColorChoice'

/** A name and a colour; the tag is there at once. */
export function NewTagForm({ onCreated }: { onCreated?: (id: string, name: string) => void }) {
  const { t } = useTranslation('library')
  const [name, setName] = useState('')
  const [color, setColor] = useState<Tag['color']>('blue')

  async function add(event: FormEvent) {
    event.preventDefault()
    const wanted = name.trim()
    if (!wanted) return
    const id = await useLibrary.getState().createTag({ name: wanted, color })
    if (!id) return
    setName('')
    onCreated?.(id, wanted)
  }

  return (
    <form
      onSubmit={(event) => void add(event)}
      className="flex flex-col gap-2.5 border-t border-border px-5 py-3"
    >
      <div className="flex gap-2">
        <input
          aria-label={t('newTag')}
          placeholder={t('newTag')}
          dir="auto"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className={input}
        />
        <Button type="submit" disabled={!name.trim()} className="shrink-0">
          {t('tagDialog.add')}
        </Button>
      </div>
      <ColorChoice label={t('tagDialog.color')} value={color} onChange={setColor} />
    </form>
  )
}
