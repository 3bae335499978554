import type { ProviderView } from '@contract/entities'
import type { Failure } from '@contract/errors'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useLeaving } from './leaving'
import type { Outcome } from './ProviderList'

interface Props {
  provider: ProviderView
  onDone: (outcome: Outcome) => void
  onFailure: (failure: Failure) => void
}

export function RemoveProvider({ provider, onDone, onFailure }: Props) {
  const { t } = useTranslation('settings')
  const [asking, setAsking] = useState(false)
  const { id, name } = provider

  const remove = async () => {
    const answer = await call('providers.delete', { id })
    if (!answer.ok) return onFailure(answer.error)
    useLeaving.getState().setUnsaved(false)
    onDone({ kind: 'removed', name })
  }
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('form.remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('form.confirmRemove', { name })}
        confirm={t('form.confirmRemoveButton')}
        onConfirm={() => void remove()}
        onClose={() => setAsking(false)}
      >
        {t('form.confirmRemoveText')}
      </ConfirmDialog>
    </>
  )
}
