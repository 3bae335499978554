import { Check, Copy, EyeOff, WrapText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultComponents } from 'streamdown'
import type { Components } from 'streamdown'
import { copyText } from '../copy'
import { hiddenIn, revealed, withoutHidden } from './hidden'

type Props = Parameters<Extract<NonNullable<Components['code']>, (props: never) => unknown>>[0]

const Plain = defaultComponents.code
/** Characters beyond which a line may not fit beside the sidebar. */
const LONG = 64

/** Code in a line, or a block; in both, characters that would stay unseen are shown by their numbers. */
export function Code(props: Props) {
  const { t } = useTranslation('chat')
  const code = typeof props.children === 'string' ? props.children : ''
  const hidden = hiddenIn(code)
  const shown = hidden.length > 0 ? { ...props, children: revealed(code) } : props
  const told = hidden.length > 0 ? t('code.hidden', { characters: hidden.join(', ') }) : undefined
  if (!('data-block' in props)) return <Plain {...shown} title={told} />
  if (!told) return <Block props={props} code={code} />
  return (
    <>
      <p role="note" className="code-hidden">
        <EyeOff size={14} aria-hidden className="shrink-0" />
        {told}
      </p>
      <Block props={shown} code={code} toCopy={withoutHidden(code)} />
    </>
  )
}

interface BlockProps {
  props: Props
  code: string
  /** What the button copies where that is not what is shown. */
  toCopy?: string
}

/** A block with its language and a copy button, whose long lines can be wrapped. */
function Block({ props, code, toCopy }: BlockProps) {
  const { t } = useTranslation('chat')
  const [wrapped, setWrapped] = useState(false)
  const long = code.split('\n').some((line) => line.length > LONG)
  return (
    <div
      className="code-frame relative"
      data-wrapped={wrapped || undefined}
      data-own-copy={toCopy === undefined ? undefined : true}
    >
      {long && (
        <button
          type="button"
          aria-pressed={wrapped}
          aria-label={t('code.wrap')}
          title={t('code.wrap')}
          onClick={() => setWrapped(!wrapped)}
          className="code-button right-[2.3rem]"
        >
          <WrapText size={15} strokeWidth={1.75} aria-hidden />
        </button>
      )}
      {toCopy !== undefined && <CopyButton text={toCopy} />}
      <Plain {...props} />
    </div>
  )
}

/** In the place of the drawing library's, which would copy what is shown. */
function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation('chat')
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy

  async function copy() {
    if (!(await copyText(text))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }

  return (
    <button
      type="button"
      aria-label={t(copied ? 'code.copied' : 'code.copy')}
      title={t('code.copyClean')}
      onClick={() => void copy()}
      className="code-button right-[0.35rem]"
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}
