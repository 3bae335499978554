import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import type { Keepsake } from './app'

/** Files as somebody has them: a picture, a text, a document, a film. */
export function someFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-files-'))
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  return {
    folder,
    write,
    picture: write('roof.png', picture(480, 320)),
    text: write('notes.txt', 'The tiles are from Boom.\nMind the gutter.\n'),
    document: write('offer.pdf', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n'),
    film: write('walk.mp4', Buffer.from('\0\0\0\x18ftypmp42 and so on', 'latin1')),
  }
}

/** Answers the system's dialog for files to be opened. */
export async function answerOpenDialog({ app }: Keepsake, filePaths: string[]) {
  await app.evaluate(({ dialog }, filePaths) => {
    const showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths })
    Object.assign(dialog, { showOpenDialog })
  }, filePaths)
}

/** Drops or pastes files that lie nowhere, as a picture from a browser does; `text` comes along. */
export async function give(
  { page }: Keepsake,
  how: 'drop' | 'paste' | 'dragenter',
  files: { name: string; content: Buffer }[],
  text = '',
) {
  const given = files.map(({ name, content }) => ({ name, bytes: [...content] }))
  await page.getByRole('textbox', { name: 'Message' }).evaluate(
    (field, { how, given, text }) => {
      const data = new DataTransfer()
      for (const { name, bytes } of given) {
        const type = name.endsWith('.png') ? 'image/png' : ''
        data.items.add(new File([new Uint8Array(bytes)], name, { type }))
      }
      if (text) data.setData('text/plain', text)
      const options = { bubbles: true, cancelable: true }
      field.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent(how, { ...options, dataTransfer: data }),
      )
    },
    { how, given, text },
  )
}

/** A PNG of two colours. */
export function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3
      const isRoof = Math.abs(x - width / 2) < y * 0.8
      rows.set(isRoof ? [176, 82, 60] : [126, 178, 214], at)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
