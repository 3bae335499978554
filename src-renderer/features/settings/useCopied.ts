import { useEffect, useState } from 'react'
import { copyText } from '../chat/copy'

const SHOWN_MS = 2_000

/** Copies a text, and says for two seconds that it was done. */
export function useCopied() {
  const [copied, setCopied] = useState(false)

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async (text: string) => setCopied(await copyText(text))
  return { copied, copy }
}
