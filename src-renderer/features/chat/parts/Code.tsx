import { WrapText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultComponents } from 'streamdown'
import type { Components } from 'streamdown'

type Props = Parameters<Extract<NonNullable<Components['code']>, (props: never) => unknown>>[0]

const Plain = defaultComponents.code
/** Characters beyond which a line may not fit beside the sidebar. */
const LONG = 64

/** Code in a line, or a block with its language and a copy button, whose long lines can be wrapped. */
export function Code(props: Props) {
  const { t } = useTranslation('chat')
  const [wrapped, setWrapped] = useState(false)
  if (!('data-block' in props)) return <Plain {...props} />
  const long =
    typeof props.children === 'string' &&
    props.children.split('\n').some((line) => line.length > LONG)
  return (
    <div className="code-frame relative" data-wrapped={wrapped || undefined}>
      {long && (
        <button
          type="button"
          aria-pressed={wrapped}
          aria-label={t('code.wrap')}
          title={t('code.wrap')}
          onClick={() => setWrapped(!wrapped)}
          className="code-wrap"
        >
          <WrapText size={15} strokeWidth={1.75} aria-hidden />
        </button>
      )}
      <Plain {...props} />
    </div>
  )
}
