import type { Attachment } from '@contract/attachments'
import { File, FileText, Image, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDraftFiles } from '../../../stores/draftFiles'
import type { DraftFile } from '../../../stores/draftFiles'
import { useProviders } from '../../../stores/providers'
import { IconButton } from '../../../ui/IconButton'
import { Spinner } from '../../../ui/Spinner'
import { useModel } from '../useModel'
import { describe, isPicture, urlOf } from './words'

/** The files beside what is typed, and which of them the chosen server cannot be sent. */
export function DraftFiles({ draft, files }: { draft: string; files: readonly DraftFile[] }) {
  const { t } = useTranslation('attachments')
  const { providerId } = useModel()
  const provider = useProviders(({ list }) => list.find(({ id }) => id === providerId))
  if (files.length === 0) return null
  const takes = provider?.takes ?? []
  const left = files.filter(
    ({ saved }) => saved && !kindsOf(saved).some((kind) => takes.includes(kind)),
  )
  const names = left.map(({ name }) => name).join(', ')
  return (
    <div className="px-3 pt-3">
      <ul aria-label={t('list')} className="flex max-h-40 flex-wrap gap-2 overflow-y-auto">
        {files.map((file) => (
          <Chip key={file.id} draft={draft} file={file} />
        ))}
      </ul>
      {left.length > 0 && provider && (
        <p role="status" className="mt-2 px-1 text-sm text-caution">
          {provider.kind === 'guide'
            ? t('guideCannot')
            : t('cannotTake', { provider: provider.name, names, count: left.length })}
        </p>
      )}
    </div>
  )
}

/** As what a file can be sent: a document also as the text that was found in it. */
function kindsOf({ kind, hasText }: Attachment): Attachment['kind'][] {
  return hasText ? [kind, 'text'] : [kind]
}

function Chip({ draft, file }: { draft: string; file: DraftFile }) {
  const { t, i18n } = useTranslation('attachments')
  const remove = useDraftFiles((state) => state.remove)
  const { id, name, saved } = file
  return (
    <li className="flex h-12 max-w-full min-w-0 items-center gap-2 rounded-lg border border-border bg-background pr-1 pl-1.5">
      <Sign file={file} />
      <span className="min-w-0 max-w-48">
        <span className="block truncate text-sm font-medium" title={name} dir="auto">
          {name}
        </span>
        {saved && saved.state !== 'present' ? (
          <span className="block truncate text-xs text-destructive">{t(saved.state)}</span>
        ) : (
          <span className="block truncate text-xs text-muted-foreground">
            {saved ? describe(t, saved, i18n.language) : t('saving')}
          </span>
        )}
      </span>
      {saved && (
        <IconButton
          label={t('remove', { name })}
          icon={X}
          side="top"
          onClick={() => {
            document.getElementById('composer')?.focus()
            void remove(draft, id)
          }}
        />
      )}
    </li>
  )
}

function Sign({ file: { saved } }: { file: DraftFile }) {
  const box = 'flex size-9 shrink-0 items-center justify-center rounded-md bg-muted'
  if (!saved) {
    return (
      <span className={box}>
        <Spinner />
      </span>
    )
  }
  if (isPicture(saved) && saved.state === 'present') {
    return <img src={urlOf(saved)} alt="" decoding="async" className={`${box} object-cover`} />
  }
  const Icon = saved.mediaType.startsWith('image/')
    ? Image
    : saved.kind === 'other'
      ? File
      : FileText
  return (
    <span className={box}>
      <Icon size={17} strokeWidth={1.75} aria-hidden className="text-muted-foreground" />
    </span>
  )
}
