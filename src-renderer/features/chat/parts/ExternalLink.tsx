import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../../api'
import { useNotices } from '../../../stores/notices'

/** A link out of the program: its target can be seen before, and main decides whether it opens. */
export function ExternalLink({ href, children }: { href: string; children?: ReactNode }) {
  const { t } = useTranslation('chat')

  async function open(event: MouseEvent) {
    event.preventDefault()
    const answer = await call('app.openLink', { url: href })
    if (!answer.ok) {
      useNotices.getState().tell({ text: 'chat:notices.linkNotOpened', failure: answer.error })
    }
  }

  return (
    <a
      href={href}
      title={t('parts.linkTo', { url: href })}
      onClick={(event) => void open(event)}
      onAuxClick={(event) => void open(event)}
      className="text-primary underline decoration-primary/40 underline-offset-2 hover:decoration-primary"
    >
      {children}
    </a>
  )
}
