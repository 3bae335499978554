import { LoaderCircle } from 'lucide-react'

/** Something is under way; beside words that say what. */
export function Spinner({ size = 16 }: { size?: number }) {
  return <LoaderCircle size={size} aria-hidden className="animate-spin text-muted-foreground" />
}
