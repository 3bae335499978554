import type { Tag } from '@contract/library'

const colors: Record<NonNullable<Tag['color']>, string> = {
  gray: 'bg-tag-gray',
  red: 'bg-tag-red',
  orange: 'bg-tag-orange',
  green: 'bg-tag-green',
  blue: 'bg-tag-blue',
  purple: 'bg-tag-purple',
}

/** A tag's colour beside its name, or alone where there is no room; a ring where it has none. */
export function TagDot({
  color,
  className = 'size-2',
}: {
  color: Tag['color']
  className?: string
}) {
  const look = color ? colors[color] : 'border-[1.5px] border-muted-foreground'
  return <span aria-hidden className={`shrink-0 rounded-full ${look} ${className}`} />
}
