const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For any place in a page: between tags and in attributes. Signs that no page may hold are replaced. */
export function escaped(value: string): string {
  return (
    value
      .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
      // oxlint-disable-next-line no-control-regex -- these are what a page must not hold
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\u{fffd}')
  )
}
