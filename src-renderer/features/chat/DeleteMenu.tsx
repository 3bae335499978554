import { Toolbar } from '@base-ui/react/toolbar'
import { Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMessages } from '../../stores/messages'
import { IconButton } from '../../ui/IconButton'
import { Menu, MenuItem } from '../../ui/Menu'
import { focusComposer } from './openChat'

/** Asks what goes along, because below a message there is usually an answer to it. */
export function DeleteMenu({ id }: { id: string }) {
  const { t } = useTranslation('chat')
  const deleting = useRef(false)

  async function remove(scope: 'one' | 'below') {
    deleting.current = true
    const articles = [...document.querySelectorAll<HTMLElement>('[data-message-id]')]
    const at = articles.findIndex((article) => article.dataset.messageId === id)
    const neighbour = (scope === 'one' ? articles[at + 1] : undefined) ?? articles[at - 1]
    if (!(await useMessages.getState().remove(id, scope))) return
    if (neighbour) neighbour.focus()
    else focusComposer()
  }

  return (
    <Menu
      align="start"
      finalFocus={() => !deleting.current}
      onOpenChange={(open) => open && (deleting.current = false)}
      trigger={<Toolbar.Button render={<IconButton label={t('actions.delete')} icon={Trash2} />} />}
    >
      <MenuItem onClick={() => void remove('one')}>{t('actions.deleteOne')}</MenuItem>
      <MenuItem danger onClick={() => void remove('below')}>
        {t('actions.deleteBelow')}
      </MenuItem>
    </Menu>
  )
}
