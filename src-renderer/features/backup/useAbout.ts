import type { OpenedBackup } from '@contract/backup'
import { useTranslation } from 'react-i18next'
import { writeBytes } from '../settings/bytes'
import { nameOf } from './show'
import { useWhen } from './useWhen'

/** Which backup it is: its name, its age, the version that made it, its size; or which profile, and where. */
export function useAbout(opened: OpenedBackup | null, profile: string | null = null) {
  const { t, i18n } = useTranslation('backup')
  const when = useWhen()
  if (!opened) return undefined
  const { kind, file, created, app, bytes } = opened
  const made = created !== null && t('restore.made', { when: when(created) })
  const by = app !== null && t('restore.madeBy', { app })
  const facts = [[made, by].filter(Boolean).join(' '), writeBytes(bytes, i18n.language)]
  return [kind === 'profile' ? file : nameOf(file), profile, ...facts].filter(Boolean).join(' · ')
}
