import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/Button'
import { placeIn, useSought } from '../../found/sought'
import { Markdown } from './Markdown'
import { cutPieces, type Piece } from './pieces'
import { usePaced } from './usePaced'

/** Pieces that are drawn at once; more on request. */
const SHOWN = 2

/** What a model said. Of an enormous reply only the end is drawn, and the rest when it is sought. */
export function ReplyText({ text: whole, streaming }: { text: string; streaming: boolean }) {
  const { t } = useTranslation('chat')
  const { paced: text, behind } = usePaced(whole)
  const [shown, setShown] = useState(SHOWN)
  const [cut, setCut] = useState<readonly Piece[]>([])
  const pieces = cutPieces(text, text.length >= (cut.at(-1)?.end ?? 0) ? cut : [])
  if (pieces.length !== cut.length) setCut(pieces)
  const target = useSought()
  const [seen, setSeen] = useState<typeof target>(null)
  if (target && target !== seen) {
    setSeen(target)
    const place = placeIn(text, target) ?? Infinity
    const piece = pieces.findIndex(({ end }) => place < end)
    if (piece >= 0) setShown(Math.max(shown, pieces.length - piece))
  }
  const first = Math.max(0, pieces.length - shown)
  return (
    <>
      {first > 0 && (
        <Button onClick={() => setShown(shown + SHOWN)}>
          {t('long.earlier', { count: pieces[first]?.start ?? 0 })}
        </Button>
      )}
      {pieces.slice(first).map(({ start, end, inCode }) => (
        <Markdown
          key={start}
          text={(inCode ? '```\n' : '') + text.slice(start, end)}
          streaming={(streaming || behind) && end === text.length}
        />
      ))}
    </>
  )
}
