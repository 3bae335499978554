let last = 0
let counter = 0

/** A UUID of version 7. Ids made in one millisecond still sort in the order they were made. */
export function newId(now = Date.now()) {
  counter = now > last ? randomBits() : counter + 1
  last = Math.max(now, last)
  const tail = crypto.getRandomValues(new Uint8Array(8))
  tail[0] = 0x80 | ((tail[0] ?? 0) & 0x3f)
  const hex = `${last.toString(16).padStart(12, '0')}7${(counter & 0xfff).toString(16).padStart(3, '0')}${Array.from(tail, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Leaves room to count upwards: 2,048 ids in a millisecond before the order is lost. */
function randomBits() {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) & 0x7ff
}
