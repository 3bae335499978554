// Draws resources/icons/icon.svg in every size and wraps the sizes for Windows and macOS.
// Run after the drawing changed: `npm run icons`. The results are committed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDisplay } from './display.mjs'
import { electronArgs, ROOT, runAsScript } from './run.mjs'
import { setup } from './setup.mjs'

const FOLDER = join(ROOT, 'resources/icons')
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024]
const WINDOWS_SIZES = [16, 32, 48, 64, 128, 256]
/** Apple's names for a PNG of that size. */
const MAC_TYPES = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10', 32: 'ic11', 64: 'ic12' }

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  const code = await draw(executable)
  if (code !== 0) return code
  const png = (size) => readFileSync(join(FOLDER, `${size}x${size}.png`))
  writeFileSync(
    join(FOLDER, 'icon.ico'),
    windowsIcon(WINDOWS_SIZES.map((size) => [size, png(size)])),
  )
  const parts = Object.entries(MAC_TYPES).map(([size, type]) => [type, png(size)])
  writeFileSync(join(FOLDER, 'icon.icns'), macIcon(parts))
  return 0
})

/** Electron draws the SVG on a canvas and writes each size as PNG. */
async function draw(executable) {
  const app = mkdtempSync(join(tmpdir(), 'keepsake-icons-'))
  try {
    const job = {
      svg: readFileSync(join(FOLDER, 'icon.svg'), 'utf8'),
      sizes: SIZES,
      folder: FOLDER,
    }
    writeFileSync(join(app, 'package.json'), '{ "name": "icons", "main": "main.cjs" }')
    writeFileSync(join(app, 'main.cjs'), `(${drawInElectron.toString()})(${JSON.stringify(job)})`)
    return await withDisplay(executable, [...electronArgs(), app])
  } finally {
    rmSync(app, { recursive: true, force: true })
  }
}

function drawInElectron({ svg, sizes, folder }) {
  const { app, BrowserWindow } = require('electron')
  const { writeFileSync } = require('node:fs')
  void app.whenReady().then(async () => {
    const window = new BrowserWindow({ show: false })
    await window.loadURL('data:text/html,<canvas></canvas>')
    for (const size of sizes) {
      const url = await window.webContents.executeJavaScript(
        `new Promise((resolve) => {
          const image = new Image()
          image.onload = () => {
            const canvas = document.querySelector('canvas')
            canvas.width = canvas.height = ${size}
            canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size})
            resolve(canvas.toDataURL('image/png'))
          }
          image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)})
        })`,
      )
      writeFileSync(`${folder}/${size}x${size}.png`, Buffer.from(url.split(',')[1], 'base64'))
    }
    app.exit(0)
  })
}

/** An .ico: a header, a 16-byte entry for each picture, then the PNG files themselves. */
function windowsIcon(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  pictures.forEach(([size, png], index) => {
    const entry = 6 + 16 * index
    // One byte for a size: 256 is written as 0.
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...pictures.map(([, png]) => png)])
}

/** An .icns: the word "icns", the whole length, then type, length and PNG of each picture. */
function macIcon(parts) {
  const chunk = (type, body) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(body.length + 8, 4)
    return Buffer.concat([head, body])
  }
  return chunk('icns', Buffer.concat(parts.map(([type, png]) => chunk(type, png))))
}
