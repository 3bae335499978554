import { useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { useSelection } from '../../stores/selection'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TextField } from '../../ui/TextField'
import { moveChats, reveal, showScope } from './actions'

interface Props {
  parentId: string | null
  /** Chats that move into it. */
  ids: readonly string[]
  /** Instead of showing it. */
  onCreated?: (id: string) => void
  onClose: () => void
}

export function NewProject({ parentId, ids, onCreated, onClose }: Props) {
  const { t } = useTranslation(['library', 'common'])
  const parent = useLibrary((state) => (parentId ? state.projects[parentId] : undefined))
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)

  async function create(event: FormEvent) {
    event.preventDefault()
    if (!name.trim()) {
      setMissing(true)
      field.current?.focus()
      return
    }
    const id = await useLibrary.getState().createProject(parentId, name.trim())
    if (!id) return
    onClose()
    reveal(id)
    if (onCreated) return onCreated(id)
    if (ids.length === 0) return showScope({ projectId: id })
    useSelection.getState().clear()
    void moveChats(ids, id)
  }

  return (
    <Dialog
      open
      title={t('create.title')}
      description={parent && t('create.inside', { name: parent.name })}
      size="w-[24rem]"
      initialFocus={field}
      onClose={onClose}
    >
      <form noValidate onSubmit={(event) => void create(event)} className="p-5">
        <TextField
          ref={field}
          label={t('projectName')}
          value={name}
          maxLength={200}
          error={missing ? t('create.missing') : undefined}
          onChange={(event) => {
            setName(event.target.value)
            setMissing(false)
          }}
        />
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" look="primary">
            {t('create.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
