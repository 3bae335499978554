import type { ProviderView } from '@contract/entities'
import { ChevronLeft } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { AddressField } from './AddressField'
import { draftOf, problemsOf } from './draft'
import type { Draft, Problems } from './draft'
import { KeyField } from './KeyField'
import { useLeaving } from './leaving'
import { ModelField } from './ModelField'
import { MoreFields } from './MoreFields'
import { NameFields } from './NameFields'
import type { Outcome } from './ProviderList'
import { RemoveProvider } from './RemoveProvider'
import { PlainKeyQuestion } from './PlainKeyQuestion'
import { saveProvider } from './saveProvider'
import { takeFocus } from './takeFocus'
import { TestResult } from './TestResult'
import { useTest } from './useTest'

interface Props {
  id: string
  /** Null for a new one. */
  provider: ProviderView | null
  onDone: (outcome: Outcome) => void
  onBack: () => void
}

export function ProviderForm({ id, provider, onDone, onBack }: Props) {
  const { t } = useTranslation('settings')
  const [draft, setDraft] = useState(() => draftOf(provider))
  const [start, setStart] = useState(draft)
  const [problems, setProblems] = useState<Problems>({})
  /** How often saving was refused because of a field; each time the first wrong one gets the focus. */
  const [refused, setRefused] = useState(0)
  const [saving, setSaving] = useState(false)
  const [askPlain, setAskPlain] = useState(false)
  const test = useTest(provider, draft)
  const form = useRef<HTMLFormElement>(null)
  const unsaved = draft !== start

  useEffect(() => {
    useLeaving.getState().setUnsaved(unsaved)
    return () => useLeaving.getState().setUnsaved(false)
  }, [unsaved])

  useEffect(() => {
    if (refused > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refused])

  const change = (patch: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...patch }))
    // What was wrong with a field is not said of what is typed now.
    setProblems((before) =>
      Object.fromEntries(Object.entries(before).filter(([field]) => !(field in patch))),
    )
  }

  const save = async ({ sessionOnly = false } = {}) => {
    const found = problemsOf(draft)
    setProblems(found)
    if (Object.keys(found).length > 0) return setRefused((count) => count + 1)
    setSaving(true)
    const saved = await saveProvider({
      id,
      isNew: !provider,
      draft,
      models: test.models,
      sessionOnly,
    })
    setSaving(false)
    if (saved.kind === 'failed') return test.fail(saved.failure)
    if (saved.kind === 'withoutKey') {
      setStart(draft)
      if (saved.failure.code === 'key_store_missing') return setAskPlain(true)
      return test.fail(saved.failure)
    }
    useLeaving.getState().setUnsaved(false)
    onDone({ ...saved, name: draft.name.trim() })
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  const fields = { draft, problems, change }
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex min-h-full flex-col">
      <div className="mb-4 flex items-center gap-2">
        <Button
          look="quiet"
          ref={provider ? takeFocus : undefined}
          className="-ml-3 text-muted-foreground"
          onClick={onBack}
        >
          <ChevronLeft size={16} aria-hidden />
          {t('form.back')}
        </Button>
      </div>
      <h3 className="mb-4 truncate text-lg font-semibold" dir="auto">
        {provider ? provider.name : t('form.new')}
      </h3>
      <div className="flex flex-1 flex-col gap-4">
        <NameFields {...fields} isNew={!provider} />
        <AddressField {...fields} />
        <KeyField {...fields} provider={provider} />
        <ModelField {...fields} known={test.models ?? provider?.models ?? []} test={test} />
        <MoreFields {...fields} />
        <TestResult test={test} />
      </div>
      <div className="sticky -bottom-5 -mx-6 mt-5 -mb-5 flex flex-wrap items-center gap-2 border-t border-border bg-background px-6 py-3 max-sm:-mx-4 max-sm:px-4">
        <Button disabled={test.asking} onClick={() => void test.run()}>
          {t('form.test')}
        </Button>
        {provider && <RemoveProvider provider={provider} onDone={onDone} onFailure={test.fail} />}
        <span className="flex-1" />
        <Button type="submit" look="primary" disabled={saving}>
          {t('form.save')}
        </Button>
      </div>
      <PlainKeyQuestion
        open={askPlain}
        onKeep={(how) => void save(how)}
        onClose={() => setAskPlain(false)}
      />
    </form>
  )
}
