import { type Portion as Cut, PORTION, portions } from '@contract/heavy'
import { memo, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/Button'
import { placeIn, useSought } from '../../found/sought'
import { Written } from './AsWritten'
import { ShownCode } from './Code'
import { definitionsOf, fencedCode, linesOf, withoutTornNotes } from './cutting'
import { LongTable } from './LongTable'
import { Markdown } from './Markdown'
import { Portion } from './Portion'
import { usePaced } from './usePaced'

/** What is drawn of a reply before more of it is asked for, in characters of prose. */
const SHOWN = 150_000
/** What is drawn with the window, and not in turns. */
const AT_ONCE = 5000

/** What a model said, portion by portion. Of an enormous reply only the end is drawn until more is sought. */
export function ReplyText({ text: whole, streaming }: { text: string; streaming: boolean }) {
  const { t } = useTranslation('chat')
  const { paced: text, behind } = usePaced(whole)
  const [known, setKnown] = useState<readonly Cut[]>([])
  const cuts = portions(text, text.length >= (known.at(-1)?.end ?? 0) ? known : [])
  if (cuts.length !== known.length) setKnown(cuts)
  const definitions = useDeferredValue(cuts.length > 1 ? definitionsOf(text) : '')
  const [room, setRoom] = useState(SHOWN)
  const shown = fromEnd(withoutTornNotes(cuts, text), room)
  const large = weightOf(shown) > AT_ONCE
  const growing = streaming || behind

  const target = useSought()
  const [seen, setSeen] = useState<typeof target>(null)
  if (target && target !== seen) {
    setSeen(target)
    const place = placeIn(text, target) ?? Infinity
    const sought = cuts.findIndex(({ end }) => place < end)
    if (sought >= 0) setRoom(Math.max(room, weightOf(cuts.slice(sought))))
  }
  const first = shown[0]?.start ?? 0
  return (
    <>
      {first > 0 && (
        <Button onClick={() => setRoom(room + SHOWN)}>{t('long.earlier', { count: first })}</Button>
      )}
      {shown.map(({ start, end, kind, joined, weight }) => {
        const part = text.slice(start, end)
        return (
          <Portion
            key={start}
            // What grows is seen at once; whatever else is large has to wait for its turn.
            atOnce={!large || (growing && end === text.length)}
            aside={large && end < text.length && keepsHeight(kind, weight)}
            weight={weight}
            lines={linesOf(part, kind)}
            className={joined ? 'joined' : ''}
          >
            <Kind
              kind={kind}
              text={
                kind === 'text' && definitions && part.includes('[') ? part + definitions : part
              }
              joined={joined}
              streaming={growing && end === text.length}
            />
          </Portion>
        )
      })}
    </>
  )
}

interface Props extends Pick<Cut, 'kind' | 'joined'> {
  text: string
  streaming: boolean
}

const Kind = memo(function Kind({ kind, text, joined, streaming }: Props) {
  if (kind === 'written') return <Written text={text} joined={joined} />
  if (kind === 'table') return <LongTable text={text} streaming={streaming} />
  if (kind === 'text') return <Markdown text={text} streaming={streaming} />
  const { language, code, closed } = fencedCode(text)
  return <ShownCode language={language} code={code} growing={streaming && !closed} />
})

/** What is long leaves its own groups aside, and its height changes while they are drawn. */
function keepsHeight(kind: Cut['kind'], weight: number) {
  return kind === 'text' || kind === 'written' || (kind === 'code' && weight < PORTION)
}

function weightOf(cuts: readonly Cut[]) {
  return cuts.reduce((sum, { weight }) => sum + weight, 0)
}

/** As many of the last as there is room for, and one in any case. */
function fromEnd(cuts: readonly Cut[], room: number) {
  let left = room
  const first = cuts.findLastIndex(({ weight }) => (left -= weight) < 0)
  return cuts.slice(Math.min(first + 1, cuts.length - 1))
}
