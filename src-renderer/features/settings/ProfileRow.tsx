import { Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { Badge } from './Badge'
import { writeBytes } from './bytes'
import { ProfileName } from './ProfileName'
import { useProfiles } from './profiles'
import type { ListedProfile } from './profiles'
import { Item } from './Section'

interface Props {
  profile: ListedProfile
  active: boolean
  onSwitch: () => void
  onDelete: () => void
}

export function ProfileRow({ profile, active, onSwitch, onDelete }: Props) {
  const { t, i18n } = useTranslation(['settings', 'common'])
  const [renaming, setRenaming] = useState(false)
  const row = useRef<HTMLDivElement>(null)
  const { name, bytes } = profile

  const close = () => {
    setRenaming(false)
    requestAnimationFrame(() => row.current?.querySelector('button')?.focus())
  }
  return (
    <Item {...(active && { name: 'profiles' as const })}>
      <div ref={row} className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1">
        {renaming ? (
          <div className="flex-1">
            <ProfileName
              value={name}
              submit={t('common:save')}
              onCancel={close}
              onSubmit={(typed) => {
                close()
                if (typed !== name) void useProfiles.getState().rename(profile.id, typed)
              }}
            />
          </div>
        ) : (
          <>
            <span className="min-w-0 truncate font-medium" dir="auto">
              {name}
            </span>
            {active && <Badge>{t('profiles.active')}</Badge>}
            <span className="flex-1 text-sm text-muted-foreground tabular-nums">
              {writeBytes(bytes, i18n.language)}
            </span>
            {!active && (
              <Button aria-label={t('profiles.switch', { name })} onClick={onSwitch}>
                {t('profiles.switchShort')}
              </Button>
            )}
            <IconButton
              label={t('profiles.rename', { name })}
              icon={Pencil}
              onClick={() => setRenaming(true)}
            />
            {!active && (
              <IconButton label={t('profiles.delete', { name })} icon={Trash2} onClick={onDelete} />
            )}
          </>
        )}
      </div>
    </Item>
  )
}
