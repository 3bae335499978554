import type { Tag } from '@contract/library'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../../stores/library'
import { Dialog } from '../../ui/Dialog'
import { iconButton } from '../../ui/IconButton'
import { Menu, MenuChoices } from '../../ui/Menu'
import { useFirstField } from '../../ui/useFirstField'
import { NewTagForm } from './NewTagForm'
import { TagDot } from './TagDot'
import { useTags } from './useTags'

const COLORS = ['none', 'gray', 'red', 'orange', 'green', 'blue', 'purple'] as const

/** Renames, recolours and deletes tags. */
export function ManageTags({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('library')
  const tags = useTags()
  const { first, body } = useFirstField()
  return (
    <Dialog
      open
      title={t('tagDialog.manage')}
      size="w-[26rem]"
      initialFocus={first}
      onClose={onClose}
    >
      <ul ref={body} aria-label={t('tags')} className="min-h-0 flex-1 overflow-y-auto px-4 py-2">
        {tags.map((tag) => (
          <TagRow key={tag.id} tag={tag} />
        ))}
      </ul>
      <NewTagForm />
    </Dialog>
  )
}

function TagRow({ tag }: { tag: Tag }) {
  const { t } = useTranslation('library')
  const { id, name, color } = tag
  const [typed, setTyped] = useState(name)
  const updateTag = useLibrary((state) => state.updateTag)
  const removeTag = useLibrary((state) => state.removeTag)

  function save() {
    const next = typed.trim()
    if (!next) setTyped(name)
    else if (next !== name) void updateTag(id, { name: next })
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter') event.currentTarget.blur()
  }

  return (
    <li className="flex h-9 items-center gap-1">
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t('tagDialog.colorOf', { name })}
            className={iconButton}
          >
            <TagDot color={color} className="size-3" />
          </button>
        }
      >
        <MenuChoices
          label={t('tagDialog.color')}
          value={color ?? 'none'}
          options={COLORS.map((value) => ({ value, label: t(`colors.${value}`) }))}
          onChange={(next) => void updateTag(id, { color: next === 'none' ? null : next })}
        />
      </Menu>
      <input
        aria-label={t('tagDialog.nameOf', { name })}
        dir="auto"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
        className="h-8 min-w-0 flex-1 rounded-md border border-transparent bg-transparent px-2 hover:border-border focus:border-ring focus:bg-popover focus:outline-none"
      />
      <button
        type="button"
        aria-label={t('tagDialog.delete', { name })}
        onClick={() => void removeTag(id)}
        className={iconButton}
      >
        <Trash2 size={15} strokeWidth={1.75} aria-hidden />
      </button>
    </li>
  )
}
