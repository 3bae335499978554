import { Check, Copy, WrapText } from 'lucide-react'
import { memo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy'
import type { Token } from './colouring'
import { COLOURED, cutLines } from './lines'
import { useNear } from './near'
import { Slices } from './Slices'
import { useTurn } from './turns'
import { type Coloured, useColours } from './useColours'

/** Columns beyond which a line may not fit beside the sidebar. */
const LONG = 64
/** Groups that are laid out whether they are in sight or not: their block does without measuring. */
const FEW = 4

/** What a coloured word takes to draw, in characters of prose. */
const TOKEN = 5

interface Props {
  code: string
  language: string
  growing: boolean
  /** What the button copies where that is not what is shown. */
  toCopy?: () => string
}

/** A block with its language and a copy button, whose long lines can be wrapped. */
export function CodeBlock({ code, language, growing, toCopy }: Props) {
  const { t } = useTranslation('chat')
  const [wrap, setWrap] = useState(false)
  const lines = useLines(code)
  const coloured = useColours(lines, language)
  const wrapped = wrap || lines.endless
  const many = lines.groups.length > FEW
  return (
    <div className="code-frame" dir="ltr" data-wrapped={wrapped || undefined}>
      <div className="code-header">
        <span className="mr-auto truncate font-mono lowercase">{language}</span>
        {lines.width > LONG && !lines.endless && (
          <button
            type="button"
            aria-pressed={wrap}
            aria-label={t('code.wrap')}
            title={t('code.wrap')}
            onClick={() => setWrap(!wrap)}
          >
            <WrapText size={15} strokeWidth={1.75} aria-hidden />
          </button>
        )}
        <CopyButton text={toCopy ?? (() => code)} clean={toCopy !== undefined} disabled={growing} />
      </div>
      <pre tabIndex={0}>
        <code style={many && !wrapped ? { minWidth: `max(100%, ${lines.width}ch)` } : undefined}>
          {lines.groups.map((text, index) => (
            <Group
              key={index}
              text={text}
              coloured={coloured[index]}
              plain={index >= COLOURED}
              aside={many}
              endless={lines.endless}
            />
          ))}
        </code>
      </pre>
    </div>
  )
}

/** The lines of a code that may grow; what was cut already stays as it was. */
function useLines(code: string) {
  const text = withoutLastBreaks(code.includes('\r') ? code.replaceAll('\r\n', '\n') : code)
  const [cut, setCut] = useState(() => ({ text, lines: cutLines(text) }))
  if (cut.text === text) return cut.lines
  const known = text.startsWith(cut.text) ? cut.lines : undefined
  const next = { text, lines: cutLines(text, known) }
  setCut(next)
  return next.lines
}

function withoutLastBreaks(code: string) {
  let end = code.length
  while (code[end - 1] === '\n') end -= 1
  return code.slice(0, end)
}

interface GroupProps {
  text: string
  coloured: Coloured | undefined
  /** Without colours for good. */
  plain: boolean
  /** Left out of the layout, and without colours, until it comes near what is in sight. */
  aside: boolean
  endless: boolean
}

const Group = memo(function Group({ text, coloured, plain, aside, endless }: GroupProps) {
  const place = useRef<HTMLSpanElement>(null)
  const near = useNear(place, aside && !plain)
  const weight = (coloured?.tokens.length ?? 0) * TOKEN
  const wanted = near && coloured !== undefined
  const shown = useTurn(place, { atOnce: !aside, weight, wanted })
  if (endless) return <Slices text={text} />
  const known = shown && coloured && text.startsWith(coloured.text) ? coloured : null
  return (
    <span
      ref={place}
      className={aside ? 'slice' : undefined}
      style={aside ? { containIntrinsicBlockSize: `auto ${linesIn(text)}lh` } : undefined}
    >
      {known?.tokens.map(drawToken)}
      {text.slice(known?.text.length ?? 0)}
    </span>
  )
})

function drawToken([text, style]: Token, index: number) {
  return style ? (
    <span key={index} style={style}>
      {text}
    </span>
  ) : (
    text
  )
}

/** A break at its very end begins no line: the group is a block of its own. */
function linesIn(text: string) {
  let lines = text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

interface CopyProps {
  text: () => string
  clean: boolean
  disabled: boolean
}

function CopyButton({ text, clean, disabled }: CopyProps) {
  const { t } = useTranslation('chat')
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy

  async function copy() {
    if (!(await copyText(text()))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }

  return (
    <button
      type="button"
      disabled={disabled}
      aria-label={t(copied ? 'code.copied' : 'code.copy')}
      title={t(clean ? 'code.copyClean' : 'code.copy')}
      onClick={() => void copy()}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}
