import { cellsOf, endOfLine } from '@contract/tables'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Components, tableDataToCSV, tableDataToMarkdown, tableDataToTSV } from 'streamdown'
import { IconButton } from '../../../ui/IconButton'
import { Menu, MenuItem } from '../../../ui/Menu'
import { copyText } from '../copy'
import { components, Markdown } from './Markdown'
import { Portion } from './Portion'
import { rowGroups, widthsOf } from './rows'

/** What a group of rows takes to draw, in characters of prose. */
const ROWS = 3000

/**
 * A table of more cells than can be laid out in a frame: its rows are drawn in groups, in columns whose
 * widths are known from its text. A table of the page's own would lay out all of it for each row.
 */
export function LongTable({ text, streaming }: { text: string; streaming: boolean }) {
  const source = text.trimStart()
  const head = source.slice(0, endOfLine(source, endOfLine(source, 0)))
  const { groups, count } = rowGroups(source.slice(head.length), head)
  const [first] = useState(groups.length)
  const widths = widthsOf(head, groups[0] ?? '')
  // Each group is a table to the parser, under a head that costs nothing.
  const emptyHead = `${'| '.repeat(widths.length)}|\n${head.slice(endOfLine(head, 0))}`
  const columns = widths.map((width) => `minmax(calc(${width}ch + 1.5rem), ${width}fr)`).join(' ')
  const least = widths.reduce((sum, width) => sum + width, 0)
  return (
    <div className="markdown">
      <div className="flex justify-end">
        <CopyTable text={source} disabled={streaming} />
      </div>
      <div className="overflow-x-auto rounded-md border border-border" tabIndex={0}>
        <div
          role="table"
          aria-rowcount={count + 1}
          aria-colcount={widths.length}
          className="long-table"
          style={{
            minWidth: `calc(${least}ch + ${widths.length * 1.5}rem)`,
            // The types of React know no properties of one's own.
            ['--columns' as string]: columns,
          }}
        >
          <Portion role="rowgroup" atOnce={streaming} aside={false} weight={ROWS} lines={1.55}>
            <Markdown text={head} streaming={false} others={headParts} />
          </Portion>
          {groups.map((rows, index) => (
            <Portion
              key={index}
              role="rowgroup"
              atOnce={index >= first}
              aside={index < groups.length - 1}
              weight={ROWS}
              lines={linesIn(rows) * 1.55}
            >
              <Markdown text={emptyHead + rows} streaming={false} others={rowParts} />
            </Portion>
          ))}
        </div>
      </div>
    </div>
  )
}

const rowParts: Components = {
  ...components,
  table: ({ children }) => children,
  thead: () => null,
  tbody: ({ children }) => children,
  tr: ({ children }) => <div role="row">{children}</div>,
  td: ({ children, style, dir }) => (
    <div role="cell" style={style} dir={dir}>
      {children}
    </div>
  ),
  th: ({ children, style, dir }) => (
    <div role="columnheader" style={style} dir={dir}>
      {children}
    </div>
  ),
}

const headParts: Components = {
  ...rowParts,
  thead: ({ children }) => children,
  tbody: () => null,
}

function linesIn(text: string) {
  return text.trimEnd().split('\n').length
}

const formats = [
  ['Markdown', tableDataToMarkdown],
  ['CSV', tableDataToCSV],
  ['TSV', tableDataToTSV],
] as const

function CopyTable({ text, disabled }: { text: string; disabled: boolean }) {
  const { t } = useTranslation('chat')
  const [copied, setCopied] = useState(false)

  async function copy(write: (typeof formats)[number][1]) {
    const [headers = [], , ...rows] = text.trimEnd().split('\n').map(cellsOf)
    if (!(await copyText(write({ headers, rows })))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }

  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('code.copyTable')} icon={copied ? Check : Copy} disabled={disabled} />
      }
    >
      {formats.map(([format, write]) => (
        <MenuItem key={format} onClick={() => void copy(write)}>
          {t('code.tableAs', { format })}
        </MenuItem>
      ))}
    </Menu>
  )
}
