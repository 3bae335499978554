import type { ProviderView } from '@contract/entities'
import type { Failure } from '@contract/errors'
import { KeyRound, LockOpen, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../api'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { TextField } from '../../ui/TextField'
import type { FieldsProps } from './NameFields'
import { hostOf } from './presets'
import { Refusal } from './Refusal'
import { takeFocus } from './takeFocus'

interface Props extends FieldsProps {
  provider: ProviderView | null
}

/** The key while it is typed; once saved, only what became of it. */
export function KeyField({ draft, change, provider }: Props) {
  const { t } = useTranslation('settings')
  const stored = provider !== null && provider.keyState !== 'none'
  if (stored && draft.key === null) {
    return <StoredKey provider={provider} draft={draft} change={change} />
  }
  return (
    <div className="flex items-start gap-2">
      <TextField
        className="min-w-0 flex-1"
        label={t('form.key')}
        type="password"
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        ref={stored ? takeFocus : undefined}
        placeholder={stored ? '' : t('form.keyPlaceholder')}
        value={draft.key ?? ''}
        hint={t('form.keyHint')}
        onChange={(event) => change({ key: event.target.value })}
      />
      {stored && (
        <Button className="mt-[calc(1lh+0.25rem)] shrink-0" onClick={() => change({ key: null })}>
          {t('form.keyKeep')}
        </Button>
      )}
    </div>
  )
}

const signs = {
  none: KeyRound,
  stored: KeyRound,
  stored_plain: LockOpen,
  session: KeyRound,
  enter_again: TriangleAlert,
} satisfies Record<ProviderView['keyState'], unknown>

interface StoredProps extends Pick<FieldsProps, 'draft' | 'change'> {
  provider: ProviderView
}

function StoredKey({ provider, draft, change }: StoredProps) {
  const { t } = useTranslation('settings')
  const [asking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const { id, name, keyState } = provider
  if (keyState === 'none') return null
  const Sign = signs[keyState]
  const from = hostOf(provider)
  const to = hostOf(draft)

  const forget = async () => {
    const answer = await call('providers.removeKey', { id })
    if (answer.ok) change({ key: '' })
    else setFailure(answer.error)
  }
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{t('form.key')}</legend>
      <div className="flex min-h-10 flex-wrap items-center gap-2 rounded-md border border-border bg-card py-1 pr-1 pl-3">
        <Sign
          size={15}
          aria-hidden
          className={keyState === 'stored' ? 'text-primary' : 'text-caution'}
        />
        <span className="min-w-40 flex-1">{t(`form.keyStates.${keyState}`)}</span>
        <Button
          look="quiet"
          aria-label={t('form.keyReplaceLabel')}
          onClick={() => change({ key: '' })}
        >
          {t('form.keyReplace')}
        </Button>
        <Button look="quiet" aria-label={t('form.keyForgetLabel')} onClick={() => setAsking(true)}>
          {t('form.keyForget')}
        </Button>
      </div>
      {from !== to && to !== '' && (
        <p className="mt-1 text-sm text-caution">{t('form.keyMoves', { from, to })}</p>
      )}
      {failure && (
        <div role="alert" className="mt-1 text-destructive">
          <Refusal failure={failure} />
        </div>
      )}
      <ConfirmDialog
        open={asking}
        title={t('form.confirmForget', { name })}
        confirm={t('form.confirmForgetButton')}
        onConfirm={() => void forget()}
        onClose={() => setAsking(false)}
      >
        {t('form.confirmForgetText')}
      </ConfirmDialog>
    </fieldset>
  )
}
