let collator: Intl.Collator | undefined

/** Orders what has a name as the language does, numbers by their value; equal names by their age. */
export function byName(a: Named, b: Named): number {
  // Made with the first comparison: that takes 4 ms, and a window begins without it where it can.
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
  return collator.compare(a.name, b.name) || a.seq - b.seq
}

interface Named {
  name: string
  seq: number
}
