import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const MAIN = `
import { app, BrowserWindow, ipcMain } from 'electron'
import { join } from 'node:path'
app.setPath('userData', process.env.BARE_DATA)
app.setPath('sessionData', process.env.BARE_DATA)
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.on('window-all-closed', () => app.quit())
ipcMain.handle('call', (event, name, input) => ({ ok: true, value: input }))
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1180,
    height: 800,
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      preload: join(import.meta.dirname, 'preload.cjs'),
    },
  })
  window.once('ready-to-show', () => window.show())
  window.loadFile(join(import.meta.dirname, 'page/index.html'))
})
`
const PRELOAD = `
const { contextBridge, ipcRenderer } = require('electron')
contextBridge.exposeInMainWorld('api', {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
})
`
const PAGE = `
import { createElement as h, useState } from 'react'
import { createRoot } from 'react-dom/client'
function App() {
  const [text, setText] = useState('')
  return h('main', null, h('h1', null, 'Bare'), h('textarea', {
    id: 'composer', value: text, onChange: (event) => setText(event.target.value),
  }))
}
createRoot(document.getElementById('root')).render(h(App))
`
const HTML = `<!doctype html>
<html lang="en"><head><meta charset="UTF-8" /><title>Bare</title></head>
<body><div id="root"></div><script type="module" src="./page.js"></script></body></html>
`

/** Makes the least app with Electron, React and one call, to compare ours with. */
export async function makeBareApp(folder: string, checkout: string): Promise<string> {
  const source = join(folder, 'source')
  mkdirSync(source, { recursive: true })
  const about = { name: 'bare', version: '1.0.0', type: 'module', main: 'main.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about))
  writeFileSync(join(folder, 'main.js'), MAIN)
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD)
  writeFileSync(join(source, 'page.js'), PAGE)
  writeFileSync(join(source, 'index.html'), HTML)
  await build({
    configFile: false,
    logLevel: 'error',
    root: source,
    base: './',
    mode: 'production',
    // The page stands outside the checkout, where nothing would find these.
    resolve: {
      alias: Object.fromEntries(
        ['react-dom', 'react'].map((name) => [name, join(checkout, 'node_modules', name)]),
      ),
    },
    build: { outDir: join(folder, 'page'), modulePreload: false },
  })
  return folder
}
