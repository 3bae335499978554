import type { Parameters } from '@contract/entities'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelChoice } from '../../stores/conversations'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { useFirstField } from '../../ui/useFirstField'
import { DefaultsFields } from './DefaultsFields'
import { draftOf, patchOf, wrongIn } from './defaultsDraft'
import type { Inherited, NumberName } from './defaultsDraft'

interface Props {
  title: string
  description: string
  own: ModelChoice & { instructions: string; parameters: Parameters | null }
  inherited: Inherited
  /** Whether what the form has above the fields can be saved. */
  ready: boolean
  onSave: (patch: ReturnType<typeof patchOf>) => Promise<boolean>
  onClose: () => void
  children?: ReactNode
}

/** The dialog of a project's and of a chat's own settings. */
export function DefaultsForm(props: Props) {
  const { own, ready, onSave, onClose } = props
  const { t } = useTranslation('common')
  const [draft, setDraft] = useState(() => draftOf(own))
  const { first, body } = useFirstField()
  const [wrong, setWrong] = useState<readonly NumberName[]>([])

  async function save(event: FormEvent) {
    event.preventDefault()
    const found = wrongIn(draft)
    setWrong(found)
    if (found.length > 0 || !ready) return
    if (await onSave(patchOf(draft, own.parameters))) onClose()
  }

  return (
    <Dialog
      open
      title={props.title}
      description={props.description}
      size="w-[38rem]"
      initialFocus={first}
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => void save(event)}
        className="flex min-h-0 flex-1 flex-col"
      >
        <div ref={body} className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
          {props.children}
          <DefaultsFields
            draft={draft}
            inherited={props.inherited}
            wrong={wrong}
            change={(patch) => {
              setDraft((before) => ({ ...before, ...patch }))
              // What was wrong with a field is not said of what is typed now.
              setWrong((before) => before.filter((name) => !(name in patch)))
            }}
          />
        </div>
        <div className="flex justify-end gap-2 border-t border-border px-5 py-3">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary">
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
