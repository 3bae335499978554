import { useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useConversations } from '../../stores/conversations'
import { useLibrary } from '../../stores/library'
import { useLibraryView } from '../../stores/libraryView'
import { treeRows } from '../../stores/projectTree'
import { createTypeAhead, isLetter } from '../../ui/typeAhead'
import { showScope } from './actions'
import { AllChatsRow, ProjectRow } from './ProjectRow'

const ALL = 'all'

/** The projects as a tree with one tab stop; what is chosen in it narrows the list below. */
export function ProjectTree() {
  const { t } = useTranslation('library')
  const projects = useLibrary((state) => state.projects)
  const expanded = useLibraryView((state) => state.expanded)
  const shown = useConversations((state) => state.filter)
  const rows = useMemo(() => treeRows(projects, (id) => expanded.has(id)), [projects, expanded])
  const ids = [ALL, ...rows.map((row) => row.id)]
  const [focused, setFocused] = useState<string>(ALL)
  const typeAhead = useRef(createTypeAhead())
  const current = shown.shown === 'active' && shown.tagId === null ? (shown.projectId ?? ALL) : null
  const tabStop = [focused, current, ALL].find((id) => id !== null && ids.includes(id)) ?? ALL

  function focus(id: string | undefined) {
    if (id === undefined) return
    setFocused(id)
    document.getElementById(`project-${id}`)?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const { target } = event
    // Keys in the row's own menu or name field are theirs, also where React tells them here.
    if (!(target instanceof HTMLElement) || target.role !== 'treeitem') return
    const id = target.id.replace(/^project-/, '')
    if (isLetter(event)) {
      const names = ids.map((each) => projects[each]?.name ?? t('allChats'))
      focus(ids[typeAhead.current(event.key, names, ids.indexOf(id))])
    } else if (!act(event.key, id)) return
    event.preventDefault()
    event.stopPropagation()
  }

  function act(key: string, id: string) {
    const at = ids.indexOf(id)
    const row = rows.find((each) => each.id === id)
    const { expand, ask, rename } = useLibraryView.getState()
    const neighbour = {
      ArrowDown: ids[at + 1],
      ArrowUp: ids[at - 1],
      Home: ids[0],
      End: ids.at(-1),
    }[key]
    if (neighbour !== undefined) focus(neighbour)
    else if (key === 'Enter' || key === ' ') showScope({ projectId: id === ALL ? null : id })
    else if (!row) return false
    else if (key === 'ArrowRight') {
      if (row.expanded === false) expand(id, true)
      else if (row.expanded) focus(ids[at + 1])
    } else if (key === 'ArrowLeft') {
      if (row.expanded) expand(id, false)
      else focus(projects[id]?.parentId ?? undefined)
    } else if (key === 'F2') rename(id)
    else if (key === 'Delete') ask({ kind: 'deleteProject', id })
    else return false
    return true
  }

  return (
    <div role="tree" aria-label={t('projects')}>
      <AllChatsRow
        current={current === ALL}
        tabStop={tabStop === ALL}
        onFocus={setFocused}
        onKeyDown={onKeyDown}
      />
      {rows.map((row) => (
        <ProjectRow
          key={row.id}
          row={row}
          current={current === row.id}
          tabStop={tabStop === row.id}
          onFocus={setFocused}
          onKeyDown={onKeyDown}
        />
      ))}
    </div>
  )
}
