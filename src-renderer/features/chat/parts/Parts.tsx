import type { Message, Part } from '@contract/entities'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { Attachment } from './Attachment'
import { Citation } from './Citation'
import { ErrorPart } from './ErrorPart'
import { FileCard } from './FileCard'
import { ShownCode } from './Code'
import { OwnText } from './OwnText'
import { Reasoning } from './Reasoning'
import { ReplyText } from './ReplyText'
import { ToolCall } from './ToolCall'
import { Unknown } from './Unknown'

/** The parts of a message in order; a tool's result stands inside its call. */
export function Parts({ message }: { message: Message }) {
  const { t } = useTranslation('chat')
  const { parts, role, status, updatedAt } = message
  const streaming = status === 'streaming'
  return (
    <>
      {parts.map((part, index) => (
        <PartView
          // Parts are only ever added at the end, so the place names the part.
          key={index}
          part={part}
          result={part.type === 'tool_call' ? resultOf(parts, part.callId) : undefined}
          alone={part.type !== 'tool_result' || !hasCall(parts, part.callId)}
          own={role === 'user'}
          at={part.type === 'error' ? updatedAt : 0}
          running={streaming && index === parts.length - 1}
        />
      ))}
      {streaming && parts.length === 0 && (
        <p className="flex h-7 items-center gap-1" aria-label={t('status.streaming')}>
          {[0, 150, 300].map((delay) => (
            <span
              key={delay}
              className="size-1.5 animate-pulse rounded-full bg-muted-foreground"
              style={{ animationDelay: `${delay}ms` }}
            />
          ))}
        </p>
      )}
    </>
  )
}

interface Props {
  part: Part
  result: ToolResult | undefined
  alone: boolean
  own: boolean
  /** When it failed, of an error. */
  at: number
  running: boolean
}

type ToolResult = Extract<Part, { type: 'tool_result' }>

const PartView = memo(function PartView({ part, result, alone, own, at, running }: Props) {
  switch (part.type) {
    case 'text':
      // What the reader wrote is shown as written; only replies are Markdown.
      return own ? <OwnText text={part.text} /> : <ReplyText text={part.text} streaming={running} />
    case 'code':
      return <ShownCode code={part.text} language={part.language} growing={running} />
    case 'reasoning':
      return <Reasoning part={part} running={running} />
    case 'tool_call':
      return <ToolCall name={part.name} input={part.input} result={result} running={running} />
    case 'tool_result':
      return alone ? <ToolCall name={part.name} result={part} running={false} /> : null
    case 'attachment':
      return <Attachment id={part.attachmentId} name={part.name} />
    case 'citation':
      return <Citation part={part} />
    case 'error':
      return <ErrorPart failure={part.error} at={at} />
    case 'unknown': {
      const missing = missingFile(part)
      if (missing !== null) return <FileCard name={missing} file={null} problem="missingImport" />
      return <Unknown origin={part.origin} data={part.data} />
    }
  }
})

/** The name of a file that an import named and did not hold; null for anything else. */
function missingFile({ origin, data }: Extract<Part, { type: 'unknown' }>) {
  if (origin !== 'missing-attachment' || typeof data !== 'object' || data === null) return null
  // With its text there is more to be shown than a name.
  return 'name' in data && typeof data.name === 'string' && !('text' in data) ? data.name : null
}

function resultOf(parts: readonly Part[], callId: string) {
  return parts.find(
    (part): part is ToolResult => part.type === 'tool_result' && part.callId === callId,
  )
}

function hasCall(parts: readonly Part[], callId: string) {
  return parts.some((part) => part.type === 'tool_call' && part.callId === callId)
}
