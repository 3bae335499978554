import type { Defaults } from '@contract/library'
import type { Failure } from '@contract/errors'
import { useEffect, useState } from 'react'
import { call } from '../../api'

type Of = { conversation: string } | { project: string }

/** What applies, and from where; asked again whenever something that `changed` names is another. */
export function useDefaults(of: Of | null, ...changed: readonly unknown[]) {
  const [defaults, setDefaults] = useState<Defaults | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const conversation = of && 'conversation' in of ? of.conversation : null
  const project = of && 'project' in of ? of.project : null

  useEffect(() => {
    let wanted = true
    const asked = conversation
      ? call('conversations.defaults', { id: conversation })
      : project
        ? call('projects.defaults', { id: project })
        : null
    void asked?.then((answer) => {
      if (!wanted) return
      setDefaults(answer.ok ? answer.value : null)
      setFailure(answer.ok ? null : answer.error)
    })
    return () => {
      wanted = false
    }
    // oxlint-disable-next-line react/exhaustive-deps -- the caller lists what the answer depends on
  }, [conversation, project, ...changed])

  return { defaults, failure }
}
