const made = new Map<string, Intl.DateTimeFormat>()

/** `hour` is the time of a day; `day` is the day with it. Made once: the first takes a window 4 ms. */
export function timeFormat(language: string, what: 'hour' | 'day'): Intl.DateTimeFormat {
  const key = `${what} ${language}`
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(language, {
      ...(what === 'day' && { dateStyle: 'medium' }),
      timeStyle: 'short',
    })
  made.set(key, format)
  return format
}
