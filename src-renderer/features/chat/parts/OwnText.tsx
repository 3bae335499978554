import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { holdsAny, useFolded } from '../../found/sought'
import { Slices } from './Slices'

/** Lines that a question may have before it is folded, and how many of them stay in sight. */
const MOST = 24
const SHOWN = 20
const LINE = 90

/** What the reader wrote, as it was written. A long paste is folded, so that the reply stays near. */
export function OwnText({ text }: { text: string }) {
  const { t } = useTranslation('chat')
  const id = useId()
  const [open, setOpen] = useFolded((target) => holdsAny(text, target))
  const long = isLong(text)
  return (
    <>
      <p
        id={id}
        className="break-words whitespace-pre-wrap"
        style={
          long && !open
            ? { maxHeight: `${SHOWN}lh`, overflow: 'hidden', maskImage: fade }
            : undefined
        }
      >
        <Slices text={text} />
      </p>
      {long && (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="mt-1 -ml-2 min-h-7 rounded-md px-2 text-base font-medium text-primary hover:bg-hover"
        >
          {t(open ? 'long.fold' : 'long.show')}
        </button>
      )}
    </>
  )
}

const fade = 'linear-gradient(to bottom, black calc(100% - 3lh), transparent)'

function isLong(text: string) {
  let lines = 0
  for (const line of text.split('\n', MOST + 1)) lines += Math.max(1, Math.ceil(line.length / LINE))
  return lines > MOST
}
