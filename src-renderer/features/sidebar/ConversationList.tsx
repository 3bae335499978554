import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { shownList, useConversations } from '../../stores/conversations'
import { useSelection } from '../../stores/selection'
import { focusComposer } from '../chat/openChat'
import { ConversationItem } from './ConversationItem'
import { EmptyList } from './EmptyList'
import { rowsOf } from './groups'
import type { Group, Row } from './groups'
import { useGroupName } from './useGroupName'
import { useListKeys } from './useListKeys'
import { useToday } from './useToday'

const ITEM = 34
const HEADING = 34

export function ConversationList() {
  const groupName = useGroupName()
  const today = useToday()
  const list = useConversations(shownList)
  const filter = useConversations((state) => state.filter)
  const { ids } = list
  const byId = useConversations((state) => state.byId)
  const openId = useConversations((state) => state.openId)
  const rows = useMemo(() => rowsOf(ids, byId, filter.sort, today), [ids, byId, filter.sort, today])

  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? HEADING : ITEM),
    getItemKey: (index) => keyOf(rows[index]) ?? index,
    overscan: 8,
    paddingEnd: 8,
  })
  const shown = virtualizer.getVirtualItems()

  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (list.loaded && list.next && last >= rows.length - 20) {
      void useConversations.getState().loadMore(filter)
    }
  }, [last, rows.length, list.loaded, list.next, filter])

  // One tab stop for the whole list: the focused chat, else the open one, else the first in sight.
  const [focused, setFocused] = useState<string | null>(null)
  const inSight = shown.flatMap((item) => idOf(rows[item.index]) ?? [])
  const tabStop = [focused, openId].find((id) => id && inSight.includes(id)) ?? inSight[0]

  const focusRow = useCallback(
    (id: string) => {
      const index = rows.findIndex((row) => idOf(row) === id)
      if (index < 0) return
      virtualizer.scrollToIndex(index)
      setFocused(id)
      requestAnimationFrame(() => document.getElementById(`chat-${id}`)?.focus())
    },
    [rows, virtualizer],
  )

  const remove = useCallback(
    (id: string) => {
      const selected = useSelection.getState().ids
      const going = selected.has(id) ? ids.filter((each) => selected.has(each)) : [id]
      const at = ids.indexOf(id)
      const stays = (each: string) => !going.includes(each)
      const next = ids.slice(at).find(stays) ?? ids.slice(0, at).findLast(stays)
      useSelection.getState().clear()
      void useConversations.getState().remove(going)
      if (next) focusRow(next)
      else focusComposer()
    },
    [ids, focusRow],
  )
  const onKeyDown = useListKeys({ ids, focusRow, remove })

  if (list.loaded && rows.length === 0) return <EmptyList />

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2" onKeyDown={onKeyDown}>
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {groupsOf(
          rows,
          shown.map((item) => item.index),
        ).map(({ group, indexes }) => (
          <section key={group} aria-label={groupName(group)}>
            {indexes.map((index) => {
              const row = rows[index]
              return row?.kind === 'heading' ? (
                <h3
                  key="heading"
                  className="absolute inset-x-0 flex items-end truncate px-2.5 pb-1 text-xs font-medium text-muted-foreground"
                  style={{ height: HEADING, top: virtualizer.measurementsCache[index]?.start }}
                >
                  {groupName(group)}
                </h3>
              ) : null
            })}
            <ul aria-label={groupName(group)}>
              {indexes.map((index) => {
                const id = idOf(rows[index])
                return id === undefined ? null : (
                  <li
                    key={id}
                    className="absolute inset-x-0"
                    style={{ height: ITEM - 2, top: virtualizer.measurementsCache[index]?.start }}
                  >
                    <ConversationItem
                      id={id}
                      tabStop={id === tabStop}
                      onDelete={remove}
                      onFocus={setFocused}
                    />
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}

function idOf(row: Row | undefined) {
  return row?.kind === 'item' ? row.id : undefined
}

function keyOf(row: Row | undefined) {
  return row?.kind === 'item' ? row.id : row?.group
}

/** The rows in sight by their group, because each group is a list of its own. */
function groupsOf(rows: readonly Row[], indexes: readonly number[]) {
  const groups: { group: Group; indexes: number[] }[] = []
  for (const index of indexes) {
    const group = rows[index]?.group
    if (group === undefined) continue
    const last = groups.at(-1)
    if (last?.group === group) last.indexes.push(index)
    else groups.push({ group, indexes: [index] })
  }
  return groups
}
