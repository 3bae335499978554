/** Bytes of a name, by which even a copy of it with a number stays below what file systems take. */
const LONGEST = 200
/** What Windows takes for a device, with whatever extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i
// Signs that some system forbids in a name, that nobody sees, or that turn the reading direction.
// oxlint-disable-next-line no-control-regex -- these are among them
const FORBIDDEN = /[\u0000-\u001f<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
/** What stays of an extension; anything longer is a part of the name. */
const EXTENSION = /\.([a-z0-9]{1,16})$/i

/** A name that every system takes. Whole signs are cut off: a half of an emoji is no sign. */
export function legal(name: string, extension: string): string {
  const ending = extension === '' ? '' : `.${extension}`
  const cleaned = name
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('\u200d', '\ue000')
    .replaceAll(FORBIDDEN, '_')
    .replaceAll('\ue000', '\u200d')
    .replace(/^[ .\u200d]+/, '')
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(cleaned)) {
    if (Buffer.byteLength(`${short}${segment}${ending}`) > LONGEST) break
    short += segment
  }
  const trimmed = short.replace(/[ .]+$/, '') || '_'
  return `${DEVICE.test(trimmed) ? '_' : ''}${trimmed}${ending}`
}

/** The same for a name that has its extension already. */
export function legalFileName(name: string): string {
  const extension = EXTENSION.exec(name)?.[1] ?? ''
  return legal(extension ? name.slice(0, -extension.length - 1) : name, extension)
}

/** A name to be shown: no folders, nothing that writes backwards or not at all, at most 200 characters. */
export function displayName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const shown = last
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  return [...shown].slice(0, 200).join('') || 'file'
}
