import { useEffect, useMemo, useState } from 'react'
import { call } from '../../api'
import { useProviders } from '../../stores/providers'

/** Names of projects and tags, asked for when a filter wants them; those of models are known. */
export function useNames(wanted: 'projects' | 'tags' | null) {
  const providers = useProviders((state) => state.list)
  const [projects, setProjects] = useState<readonly string[]>([])
  const [tags, setTags] = useState<readonly string[]>([])

  useEffect(() => {
    let gone = false
    async function load() {
      const answer = wanted === 'projects' ? await call('projects.list') : await call('tags.list')
      if (gone || !answer.ok) return
      const names = [...new Set(answer.value.map((each) => each.name))]
      if (wanted === 'projects') setProjects(names)
      else setTags(names)
    }
    if (wanted) void load()
    return () => {
      gone = true
    }
  }, [wanted])

  const models = useMemo(
    () => [
      ...new Set(
        providers.flatMap(({ models: listed, defaultModel }) => [
          ...(defaultModel ? [defaultModel] : []),
          ...listed.map((model) => model.name),
        ]),
      ),
    ],
    [providers],
  )
  return useMemo(() => ({ projects, tags, models }), [projects, tags, models])
}
