import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual'
import type { Range, VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearch } from '../../stores/search'
import { focusRow, useResultKeys } from './useResultKeys'
import { plain } from './Marked'
import { GroupHeading, HitOption, MoreOption, NextOption } from './ResultRows'
import { isOption, rowsOf } from './rows'
import type { Row } from './rows'

const HEIGHTS = { heading: 44, hit: 68, more: 36, next: 44 }

/** So many rows before the end of the list more is read. */
const AHEAD = 8
/** So many times in a row without a new row; then the reader is asked. */
const IN_VAIN = 8

/** The rows as they were measured, for coming back to exactly the same place. */
let measured: VirtualItem[] = []

export function Results() {
  const { t } = useTranslation(['search', 'sidebar'])
  const hits = useSearch((state) => state.hits)
  const expanded = useSearch((state) => state.expanded)
  const unread = useSearch((state) => state.next !== null)
  const searching = useSearch((state) => state.searching)
  const option = useSearch((state) => state.place.option)
  const rows = useMemo(() => rowsOf(hits, expanded, unread), [hits, expanded, unread])
  const options = useMemo(() => rows.filter(isOption), [rows])
  const scroller = useRef<HTMLDivElement>(null)
  const focused = rows.findIndex((row) => row.key === option)

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[rows[index]?.kind ?? 'hit'],
    getItemKey: (index) => rows[index]?.key ?? index,
    initialOffset: () => useSearch.getState().place.offset,
    initialMeasurementsCache: useSearch.getState().place.offset > 0 ? measured : [],
    // The option with the focus stays in the page however far it is scrolled away.
    rangeExtractor: (range: Range) => withRow(defaultRangeExtractor(range), focused),
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 16,
  })
  const shown = virtualizer.getVirtualItems()
  const { onKeyDown, choose } = useResultKeys(rows, virtualizer)

  useEffect(
    () => () => {
      measured = virtualizer.measurementsCache
    },
    [virtualizer],
  )

  // Who comes back from a chat stands where they left.
  useEffect(() => {
    if (document.activeElement !== document.body) return
    const at = rows.findIndex((row) => row.key === useSearch.getState().place.option)
    if (at >= 0) focusRow(at)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when the page opens: then the focus is the reader's
  }, [])

  const last = virtualizer.range?.endIndex ?? 0
  const asked = useRef({ rows: 0, times: 0 })
  useEffect(() => {
    if (searching || !unread || last < rows.length - AHEAD) return
    // What only adds to what is hidden already is not read without an end.
    const { rows: before, times } = asked.current
    const again = before === rows.length ? times + 1 : 0
    if (again > IN_VAIN) return
    asked.current = { rows: rows.length, times: again }
    void useSearch.getState().more()
  }, [last, rows.length, unread, searching])

  const first = shown.find((item) => isOption(rows[item.index]))
  const tabStop = focused >= 0 ? focused : first?.index

  return (
    <div
      ref={scroller}
      onScroll={(event) => {
        useSearch.getState().keepPlace({ offset: event.currentTarget.scrollTop })
      }}
      className="min-h-0 flex-1 overflow-y-auto [overflow-anchor:none] [scrollbar-gutter:stable]"
    >
      <div
        id="search-results"
        role="listbox"
        aria-label={t('list')}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {groupsOf(rows, shown).map(({ group, name, items }) => (
          <div key={group} role="group" aria-label={name || t('sidebar:untitled')}>
            {items.map((item) => {
              const row = rows[item.index]
              if (!row) return null
              return (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  role="presentation"
                  className="absolute inset-x-0 top-0 px-3"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <div className="mx-auto max-w-[50rem]" role="presentation">
                    <RowView
                      row={row}
                      index={item.index}
                      position={isOption(row) ? options.indexOf(row) + 1 : 0}
                      count={unread ? -1 : options.length}
                      selected={row.key === option}
                      tabStop={item.index === tabStop}
                      onChoose={choose}
                    />
                  </div>
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

export interface OptionProps {
  index: number
  /** Among all options, and how many there are: only some of them are in the page. */
  position: number
  count: number
  selected: boolean
  tabStop: boolean
  onChoose: (index: number) => void
}

function RowView({ row, ...option }: OptionProps & { row: Row }) {
  if (row.kind === 'heading') return <GroupHeading first={row.first} count={row.count} />
  if (row.kind === 'hit') return <HitOption hit={row.hit} {...option} />
  if (row.kind === 'more') return <MoreOption more={row.count} {...option} />
  return <NextOption {...option} />
}

/** The rows in the page by their group. */
function groupsOf(rows: readonly Row[], items: readonly VirtualItem[]) {
  const groups: { group: string; name: string; items: VirtualItem[] }[] = []
  for (const item of items) {
    const row = rows[item.index]
    if (!row) continue
    const last = groups.at(-1)
    if (last?.group === row.group) last.items.push(item)
    else groups.push({ group: row.group, name: nameOf(row), items: [item] })
  }
  return groups
}

function nameOf(row: Row) {
  if (row.kind === 'next') return ''
  return plain((row.kind === 'hit' ? row.hit : row.first).title)
}

function withRow(indexes: number[], row: number) {
  if (row < 0 || indexes.includes(row)) return indexes
  return [...indexes, row].sort((a, b) => a - b)
}
