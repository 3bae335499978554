import { Component } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Slices } from './Slices'

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

interface WrittenProps {
  text: string
  /** It goes on with what was written before it, of which the word is said already. */
  joined?: boolean
}

/** Text without its Markdown being read, and a word why. */
export function Written({ text, joined = false }: WrittenProps) {
  const { t } = useTranslation('chat')
  return (
    <div role="group" aria-label={t('parts.asWritten')}>
      {!joined && (
        <p className="mb-1 text-sm text-muted-foreground" aria-hidden>
          {t('parts.asWritten')}
        </p>
      )}
      <p className="break-words whitespace-pre-wrap">
        <Slices text={text} />
      </p>
    </div>
  )
}
