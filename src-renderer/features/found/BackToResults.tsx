import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useFound } from '../../stores/found'
import { Button } from '../../ui/Button'
import { backToResults } from '../search/openSearch'

const MOUSE_BACK = 3

/** In a chat that a result has led to: the way back, also with the mouse's own button for it. */
export function BackToResults({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('search')
  const opened = useFound((state) => conversationId !== null && state.opened === conversationId)

  useEffect(() => {
    if (!opened) return
    const onMouse = (event: MouseEvent) => {
      if (event.button === MOUSE_BACK && backToResults()) event.preventDefault()
    }
    window.addEventListener('mouseup', onMouse)
    return () => window.removeEventListener('mouseup', onMouse)
  }, [opened])

  if (!opened) return null
  return (
    <Button look="quiet" onClick={backToResults} className="shrink-0 px-2! text-muted-foreground">
      <ArrowLeft size={15} aria-hidden />
      {t('back')}
    </Button>
  )
}
