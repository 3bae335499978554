import { Search, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/IconButton'
import { input } from '../../ui/TextField'

interface Props {
  value: string
  onChange: (value: string) => void
  onEnter: () => void
}

export function SearchField({ value, onChange, onEnter }: Props) {
  const { t } = useTranslation('settings')
  return (
    <div className="relative">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted-foreground"
      />
      <input
        type="search"
        dir="auto"
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter()
          // The first Escape only empties the field; the dialog closes with the second.
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation()
            event.preventDefault()
            onChange('')
          }
        }}
        className={`${input} ps-8 ${value === '' ? '' : 'pe-8'} [&::-webkit-search-cancel-button]:hidden`}
      />
      {value !== '' && (
        <IconButton
          label={t('search.clear')}
          icon={X}
          className="absolute top-1/2 right-0.5 -translate-y-1/2"
          onClick={() => onChange('')}
        />
      )}
    </div>
  )
}
