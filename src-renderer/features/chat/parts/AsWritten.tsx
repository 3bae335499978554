import { Component } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  text: string
  children: ReactNode
}

/** Shows a text as it was written where drawing it fails: one reply must not take the window. */
export class AsWritten extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    const { text, children } = this.props
    return this.state.failed ? <Written text={text} /> : children
  }
}

/** Text without its Markdown being read, and a word why. */
export function Written({ text }: { text: string }) {
  const { t } = useTranslation('chat')
  return (
    <div role="group" aria-label={t('parts.asWritten')} className="my-3 first:mt-0 last:mb-0">
      <p className="mb-1 text-sm text-muted-foreground" aria-hidden>
        {t('parts.asWritten')}
      </p>
      <p className="break-words whitespace-pre-wrap">
        {slices(text).map((slice, index) => (
          <span key={index}>{slice}</span>
        ))}
      </p>
    </div>
  )
}

/** While a text grows only its last slice is shaped anew. */
const SLICE = 4000

function slices(text: string) {
  return Array.from({ length: Math.ceil(text.length / SLICE) }, (_, index) =>
    text.slice(index * SLICE, (index + 1) * SLICE),
  )
}
