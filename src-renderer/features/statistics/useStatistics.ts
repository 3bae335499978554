import type { Failure } from '@contract/errors'
import type { Statistics } from '@contract/library'
import { useEffect, useState } from 'react'
import { call } from '../../api'
import { added } from './periods'
import type { Share } from './periods'

/** How often what has been counted so far is drawn. */
const DRAWN_MS = 250

type Counted = Omit<Statistics, 'next'> & { done: boolean }

/** Counts the whole history, a step at a time, so that nothing else waits for it. */
export function useStatistics() {
  const [counted, setCounted] = useState<Counted | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  useEffect(() => {
    let wanted = true
    const shares = new Map<string, Share>()
    let sizes: Statistics['sizes'] | null = null
    let drawn = 0
    async function count(after: number | null) {
      const answer = await call('statistics.read', { after })
      if (!wanted) return
      if (!answer.ok) return setFailure(answer.error)
      const { next, read, total } = answer.value
      for (const share of answer.value.shares) join(shares, share)
      sizes = sizes ? summed(sizes, answer.value.sizes) : answer.value.sizes
      const done = next === null
      if (done || performance.now() - drawn > DRAWN_MS) {
        drawn = performance.now()
        setCounted({ read, total, shares: [...shares.values()], sizes, done })
      }
      if (!done) void count(next)
    }
    void count(null)
    return () => {
      wanted = false
    }
  }, [])

  return { counted, failure }
}

function join(shares: Map<string, Share>, share: Share) {
  const key = JSON.stringify([share.day, share.model])
  const known = shares.get(key)
  shares.set(key, known ? added(known, share) : share)
}

function summed(one: Statistics['sizes'], other: Statistics['sizes']): Statistics['sizes'] {
  return {
    questions: one.questions + other.questions,
    replies: one.replies + other.replies,
    reasoning: one.reasoning + other.reasoning,
    tools: one.tools + other.tools,
    other: one.other + other.other,
  }
}
