import type { Attachment } from '@contract/attachments'
import { Download, File, FileText, FileX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/IconButton'
import { saveAs } from '../files/save'
import { describe } from '../files/words'

interface Props {
  name: string
  /** Null where nothing is known but its name. */
  file: Attachment | null
  problem: 'missing' | 'missingImport' | 'damaged' | null
}

/** A file by its name: what it is, a way to get it out, and whether it is still there. */
export function FileCard({ name, file, problem }: Props) {
  const { t, i18n } = useTranslation('attachments')
  const Icon = problem ? FileX : !file || file.kind === 'other' ? File : FileText
  return (
    <span
      role="group"
      aria-label={t('file', { name })}
      className={`my-1 mr-2 inline-flex h-14 max-w-full items-center gap-2.5 rounded-lg border bg-popover px-2.5 align-top text-base ${problem ? 'border-dashed border-input/60' : 'border-border'}`}
    >
      <Icon
        size={20}
        strokeWidth={1.5}
        aria-hidden
        className={`shrink-0 ${problem ? 'text-destructive' : 'text-muted-foreground'}`}
      />
      <span className="min-w-0">
        <span className="block max-w-72 truncate font-medium" title={name} dir="auto">
          {name}
        </span>
        {problem ? (
          <span className="block truncate text-sm text-destructive">{t(problem)}</span>
        ) : (
          <span className="block truncate text-sm text-muted-foreground">
            {file ? describe(t, file, i18n.language) : ' '}
          </span>
        )}
      </span>
      {file && !problem && (
        <IconButton
          label={t('saveNamed', { name })}
          tip={t('saveAs')}
          icon={Download}
          side="top"
          onClick={() => void saveAs(file)}
        />
      )}
    </span>
  )
}
