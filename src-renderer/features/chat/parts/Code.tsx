import { EyeOff } from 'lucide-react'
import { isValidElement, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsCodeFenceIncomplete } from 'streamdown'
import type { Components } from 'streamdown'
import { CodeBlock } from './CodeBlock'
import { readCode, withoutHidden } from './hidden'

type Drawn = Parameters<Extract<NonNullable<Components['code']>, (props: never) => unknown>>[0]

/** Code in a line, or a block, as Markdown has it. */
export function Code({ className, children, ...props }: Drawn) {
  const growing = useIsCodeFenceIncomplete()
  const code = textOf(children)
  if (!('data-block' in props)) return <InLine code={code} />
  const language = /language-([^\s]+)/.exec(className ?? '')?.[1] ?? ''
  return <ShownCode code={code} language={language} growing={growing} />
}

function InLine({ code }: { code: string }) {
  const { shown, told } = useRead(code)
  return (
    <code className="inline-code font-mono" title={told}>
      {shown}
    </code>
  )
}

interface Props {
  code: string
  language: string
  /** Whether more of it is coming. */
  growing: boolean
}

/** A block of code; characters that would stay unseen are shown by their numbers. */
export function ShownCode({ code, language, growing }: Props) {
  const { shown, told } = useRead(code)
  if (told === undefined) return <CodeBlock code={code} language={language} growing={growing} />
  return (
    <>
      <p role="note" className="code-hidden">
        <EyeOff size={14} aria-hidden className="shrink-0" />
        {told}
      </p>
      <CodeBlock
        code={shown}
        language={language}
        growing={growing}
        toCopy={() => withoutHidden(code)}
      />
    </>
  )
}

/** A code with its hidden characters in sight, and what is said of them where there are any. */
function useRead(code: string) {
  const { t } = useTranslation('chat')
  const [known, setKnown] = useState(() => readCode(code))
  const read = known.code === code ? known : readCode(code, known)
  if (read !== known) setKnown(read)
  const { shown, hidden } = read
  const told = hidden.length > 0 ? t('code.hidden', { characters: hidden.join(', ') }) : undefined
  return { shown, told }
}

/** Of code that came as HTML, with elements inside, only the text is code. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return node.map(textOf).join('')
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : ''
}
