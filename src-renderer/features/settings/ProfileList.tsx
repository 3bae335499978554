import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { FailureText } from '../notices/FailureText'
import { writeBytes } from './bytes'
import { ProfileName } from './ProfileName'
import { ProfileRow } from './ProfileRow'
import { useProfiles } from './profiles'
import type { ListedProfile } from './profiles'
import { Item, Rows, Section } from './Section'

type Question = { kind: 'switch' | 'delete'; profile: ListedProfile }

export function ProfileList() {
  const { t } = useTranslation('settings')
  const list = useProfiles((state) => state.list)
  const active = useProfiles((state) => state.active)
  const failure = useProfiles((state) => state.failure)
  const load = useProfiles((state) => state.load)
  const add = useProfiles((state) => state.add)
  const [adding, setAdding] = useState(false)
  const [question, setQuestion] = useState<Question | null>(null)
  const addButton = useRef<HTMLButtonElement>(null)

  useEffect(() => void load(), [load])

  const closeField = () => {
    setAdding(false)
    addButton.current?.focus()
  }
  return (
    <Section
      title={t('profiles.title')}
      about={t('profiles.about')}
      action={
        <Button ref={addButton} onClick={() => setAdding(true)}>
          <Plus size={15} aria-hidden />
          {t('profiles.add')}
        </Button>
      }
    >
      {failure && (
        <Banner look="danger" alert className="mb-2 rounded-lg">
          <FailureText failure={failure} />
        </Banner>
      )}
      <Rows>
        {list?.map((profile) => (
          <ProfileRow
            key={profile.id}
            profile={profile}
            active={profile.id === active}
            onSwitch={() => setQuestion({ kind: 'switch', profile })}
            onDelete={() => setQuestion({ kind: 'delete', profile })}
          />
        ))}
        {adding && (
          <Item>
            <ProfileName
              value=""
              submit={t('profiles.create')}
              onCancel={closeField}
              onSubmit={(name) => {
                closeField()
                void add(name)
              }}
            />
          </Item>
        )}
      </Rows>
      <ProfileQuestion
        question={question}
        onDeleted={() => addButton.current?.focus()}
        onClose={() => setQuestion(null)}
      />
    </Section>
  )
}

interface QuestionProps {
  question: Question | null
  /** The row with the button that was pressed is gone. */
  onDeleted: () => void
  onClose: () => void
}

function ProfileQuestion({ question, onDeleted, onClose }: QuestionProps) {
  const { t, i18n } = useTranslation('settings')
  const switchTo = useProfiles((state) => state.switchTo)
  const remove = useProfiles((state) => state.remove)
  const name = question?.profile.name ?? ''
  const size = writeBytes(question?.profile.bytes ?? 0, i18n.language)
  const id = question?.profile.id ?? ''
  return (
    <>
      <ConfirmDialog
        open={question?.kind === 'switch'}
        title={t('profiles.confirmSwitch', { name })}
        confirm={t('profiles.switchShort')}
        danger={false}
        onConfirm={() => void switchTo(id)}
        onClose={onClose}
      >
        {t('profiles.confirmSwitchText')}
      </ConfirmDialog>
      <ConfirmDialog
        open={question?.kind === 'delete'}
        title={t('profiles.confirmDelete', { name })}
        confirm={t('profiles.confirmDeleteButton')}
        onConfirm={() => void remove(id).then(onDeleted)}
        onClose={onClose}
      >
        {t('profiles.confirmDeleteText', { size })}
      </ConfirmDialog>
    </>
  )
}
