import { slicesOf } from '@contract/slices'
import { linesOf } from './cutting'

/** Text as it is. What is long of it is not laid out while it is out of sight. */
export function Slices({ text }: { text: string }) {
  const slices = slicesOf(text)
  if (slices.length < 2) return text
  return slices.map((slice, index) => (
    <span
      key={index}
      className="slice"
      style={{ containIntrinsicBlockSize: `auto ${linesOf(slice)}lh` }}
    >
      {slice}
    </span>
  ))
}
