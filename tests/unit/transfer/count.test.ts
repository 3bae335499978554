import { expect, test } from 'vitest'
import { toFailure } from '../../../src-main/errors'
import type { BundleFile } from '../../../src-main/transfer/bundle'
import { countObjects, objectsOf } from '../../../src-main/transfer/format'

/** A file that comes in pieces of so many bytes. */
function fileOf(text: string, size: number): BundleFile {
  const bytes = Buffer.from(text)
  async function* read() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  return { name: 'x.json', bytes: bytes.length, read }
}

async function readAll(file: BundleFile): Promise<number> {
  let count = 0
  for await (const _ of objectsOf(file)) count += 1
  return count
}

const outcome = (work: Promise<number>) =>
  work.catch((error: unknown) => {
    const { code, detail } = toFailure(error)
    return `${code} ${detail ?? ''}`
  })

const OBJECT = String.raw`{"a":"x\"]}\\","b":[1,{"c":"ü"}]}`

test.for([
  '',
  '[]',
  '[{}]',
  `[${OBJECT},${OBJECT}, 3, "text" ,null]`,
  OBJECT,
  `\ufeff [${OBJECT}]`,
  `[${OBJECT},{"broken": tru}]`,
  `[${OBJECT}`,
  `[${OBJECT},{"a":"`,
  `[${OBJECT}}`,
  '{"a":1',
  '{"a" 1}]',
  `[${'['.repeat(100_001)}`,
])('counting a file finds and refuses what reading it does: %.40s', async (text) => {
  for (const size of [1, 7, 1 << 20]) {
    const file = fileOf(text, size)
    expect(await outcome(countObjects({ file }))).toEqual(await outcome(readAll(file)))
  }
})
