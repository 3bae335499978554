import type { BundleFile } from './bundle'
import type { Detected } from './detect'
import type { ImportPlace } from './import'

/** Tells how many of the bytes that hold conversations have been read, each time some have. */
export function openMeter({ step }: Pick<ImportPlace, 'step'>, { sources }: Detected) {
  const total = sources.reduce((sum, { file }) => sum + file.bytes, 0)
  let before = 0

  async function* counted(file: BundleFile): AsyncGenerator<Uint8Array> {
    let bytes = 0
    for await (const chunk of file.read()) {
      bytes += chunk.length
      // A file that grows while it is read says no more than it did at first.
      step({ step: 'reading', done: before + Math.min(bytes, file.bytes), total })
      yield chunk
    }
  }

  return {
    /** The file, counted, once those before it are done with. */
    read(file: BundleFile): BundleFile {
      const at = sources.findIndex((source) => source.file === file)
      before = sources.slice(0, at).reduce((sum, { file: { bytes } }) => sum + bytes, 0)
      step({ step: 'reading', done: before, total })
      return { ...file, read: () => counted(file) }
    },
  }
}
