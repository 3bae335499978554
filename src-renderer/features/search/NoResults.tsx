import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'

export function NoResults({ text }: { text: string }) {
  const { t } = useTranslation('search')
  return (
    <div className="mx-auto flex w-full max-w-[34rem] flex-col items-center px-6 py-20 text-center">
      <SearchX size={28} strokeWidth={1.25} aria-hidden className="text-muted-foreground" />
      <h2 className="mt-3 max-w-full text-lg font-medium break-words" dir="auto">
        {t('none.title', { text })}
      </h2>
      <p className="mt-1 text-muted-foreground">{t('none.hint')}</p>
    </div>
  )
}
