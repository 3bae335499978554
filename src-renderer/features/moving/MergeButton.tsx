import type { FoundRoot } from '@contract/moving'
import { useTranslation } from 'react-i18next'
import { useBackups } from '../../stores/backups'
import { useView } from '../../stores/view'
import { Button } from '../../ui/Button'
import { Menu, MenuItem } from '../../ui/Menu'

type FoundProfile = FoundRoot['profiles'][number]

/** Brings a profile of another data folder into the one that is open; of several, one is chosen. */
export function MergeButton({ root, disabled }: { root: FoundRoot; disabled: boolean }) {
  const { t } = useTranslation('moving')
  const { path, profiles } = root
  const [first] = profiles
  const merge = ({ id, name }: FoundProfile) => {
    const profile = { id, name: profiles.length > 1 ? name : null }
    useView.getState().openSettings(null)
    useBackups.getState().show({ kind: 'restore', from: { root: path, profile } })
  }
  const nameOf = ({ name, conversations, messages }: FoundProfile) =>
    conversations === null || messages === null
      ? t('roots.mergeUnreadable', { name })
      : t('roots.mergeProfile', {
          name,
          conversations: t('roots.conversations', { count: conversations }),
          messages: t('roots.messages', { count: messages }),
        })
  if (!first) return null
  if (profiles.length === 1) {
    return (
      <Button disabled={disabled} onClick={() => merge(first)}>
        {t('roots.merge')}
      </Button>
    )
  }
  return (
    <Menu align="end" trigger={<Button disabled={disabled}>{t('roots.merge')}</Button>}>
      {profiles.map((profile) => (
        <MenuItem key={profile.id} onClick={() => merge(profile)}>
          {nameOf(profile)}
        </MenuItem>
      ))}
    </Menu>
  )
}
