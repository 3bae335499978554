import type { Message } from '@contract/entities'
import { useTranslation } from 'react-i18next'

/** How much the reply took and how fast it came, as the server counted it. */
export function UsageText({ message }: { message: Message }) {
  const { t, i18n } = useTranslation('chat')
  const { usage, timings } = message
  const tokens = usage?.outputTokens
  if (tokens === undefined) return null
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 })
  const seconds = timings && (timings.total - (timings.firstToken ?? 0)) / 1000
  const words = [t('usage.tokens', { count: tokens })]
  if (seconds && seconds > 0) {
    words.push(t('usage.speed', { speed: number.format(tokens / seconds) }))
  }
  const more = [
    usage?.inputTokens === undefined ? [] : t('usage.input', { count: usage.inputTokens }),
    timings?.firstToken === undefined
      ? []
      : t('usage.first', { seconds: number.format(timings.firstToken / 1000) }),
  ].flat()
  return <span title={more.join(' · ')}>{words.join(' · ')}</span>
}
