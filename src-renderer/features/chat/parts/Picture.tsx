import type { Attachment } from '@contract/attachments'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttachments } from '../../../stores/attachments'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { copyPicture, saveAs } from '../files/save'
import { describe, urlOf } from '../files/words'

/** What the system's clipboard takes. */
const COPIED = new Set(['image/png', 'image/jpeg'])

/** A picture of a message, in a box whose height is known before it is loaded; a click opens it large. */
export function Picture({ file }: { file: Attachment }) {
  const { t, i18n } = useTranslation('attachments')
  const [open, setOpen] = useState(false)
  const check = useAttachments((state) => state.check)
  const { id, name, mediaType } = file

  /** What comes of it is told by a notice, which no one could reach behind the dialog. */
  function act(work: (file: Attachment) => Promise<void>) {
    setOpen(false)
    void work(file)
  }

  return (
    <>
      <button
        type="button"
        aria-label={t('open', { name })}
        title={name}
        onClick={() => setOpen(true)}
        className="my-1 mr-2 inline-flex h-56 max-w-full min-w-24 items-center justify-center overflow-hidden rounded-lg border border-border bg-muted/60 align-top hover:border-input"
      >
        <img
          src={urlOf(file)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => void check(id)}
          className="max-h-full max-w-full object-contain"
        />
      </button>
      <Dialog
        open={open}
        title={name}
        description={describe(t, file, i18n.language)}
        size="w-[64rem]"
        onClose={() => setOpen(false)}
      >
        <div className="flex min-h-0 flex-1 items-center justify-center overflow-auto bg-muted/60 p-4">
          <img
            src={urlOf(file)}
            alt={name}
            onError={() => void check(id)}
            className="max-h-[70dvh] max-w-full object-contain"
          />
        </div>
        <footer className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">
          {COPIED.has(mediaType) && (
            <Button onClick={() => act(copyPicture)}>{t('copyPicture')}</Button>
          )}
          <Button look="primary" onClick={() => act(saveAs)}>
            {t('saveAs')}
          </Button>
        </footer>
      </Dialog>
    </>
  )
}
