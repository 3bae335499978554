import { useEffect } from 'react'
import { setLanguage } from '../i18n'
import { useSettings } from '../stores/settings'

/** Keeps theme, language and text size of the page as the settings, or the system, want them. */
export function useTheme() {
  const theme = useSettings((state) => state.value?.theme ?? 'system')
  const language = useSettings((state) => state.value?.language ?? 'system')
  const size = useSettings((state) => state.value?.messageFontSize ?? 15)

  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const paint = () => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches)
      document.documentElement.classList.toggle('dark', dark)
    }
    paint()
    // In a task of its own: the browser has just found the styles of the whole page anew, for its own parts.
    const changed = () => setTimeout(paint)
    system.addEventListener('change', changed)
    return () => system.removeEventListener('change', changed)
  }, [theme])

  useEffect(() => setLanguage(language), [language])

  useEffect(() => {
    document.documentElement.style.setProperty('--message-size', `${size}px`)
  }, [size])
}
