const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size as file managers write it, such as "12.4 MB". */
export function writeBytes(bytes: number, language: string) {
  const power = bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3)
  const step = Math.min(power, UNITS.length - 1)
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 100 && step > 0 ? 1 : 0,
  }).format(value)
}
