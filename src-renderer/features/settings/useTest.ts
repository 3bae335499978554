import type { Model, ProviderView } from '@contract/entities'
import type { Failure } from '@contract/errors'
import { useState } from 'react'
import { call } from '../../api'
import { draftOf, headersOf } from './draft'
import type { Draft } from './draft'
import { testProvider } from './saveProvider'

type Answer = { ok: true; models: readonly Model[] } | { ok: false; failure: Failure }

export interface Test {
  asking: boolean
  /** What came of the last try, as long as it was made with what is typed now. */
  answer: Answer | null
  models: readonly Model[] | null
  run: () => Promise<void>
  /** Shows a failure of something else in the same place. */
  fail: (failure: Failure) => void
}

/** Tries the server of a form. What it answered is forgotten when address, type, key or headers change. */
export function useTest(provider: ProviderView | null, draft: Draft): Test {
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState<{ with: Draft; answer: Answer } | null>(null)
  const answer = tried && sameServer(tried.with, draft) ? tried.answer : null

  return {
    asking,
    answer,
    models: answer?.ok ? answer.models : null,
    async run() {
      setAsking(true)
      const unchanged = provider !== null && sameServer(draftOf(provider), draft)
      // Of a server that is saved like this, main keeps the list that it hears.
      const result = unchanged
        ? await call('providers.refreshModels', { id: provider.id })
        : await testProvider(provider?.id ?? null, draft)
      setAsking(false)
      const heard: Answer = result.ok
        ? { ok: true, models: result.value }
        : { ok: false, failure: result.error }
      setTried({ with: draft, answer: heard })
    },
    fail: (failure) => setTried({ with: draft, answer: { ok: false, failure } }),
  }
}

function sameServer(one: Draft, other: Draft) {
  return (
    one.kind === other.kind &&
    one.baseUrl === other.baseUrl &&
    one.key === other.key &&
    JSON.stringify(headersOf(one)) === JSON.stringify(headersOf(other))
  )
}
