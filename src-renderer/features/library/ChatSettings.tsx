import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { DefaultsForm } from './DefaultsForm'
import { inheritedFrom } from './defaultsDraft'
import { useDefaults } from './useDefaults'

/** What one chat says of its own. */
export function ChatSettings({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('library')
  const conversation = useConversations((state) => state.byId[id])
  const projectId = conversation?.projectId ?? null
  const { defaults } = useDefaults(projectId ? { project: projectId } : { conversation: id })
  if (!conversation) return null
  return (
    <DefaultsForm
      title={t('settings.chatTitle')}
      description={t('settings.chatAbout')}
      own={conversation}
      inherited={inheritedFrom(defaults, null)}
      ready
      onSave={async (patch) => {
        await useConversations.getState().update(id, patch)
        return true
      }}
      onClose={onClose}
    />
  )
}
