import { spawn } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../..')

/** Bundles a script that imports from `src-main`, so that other processes can run it; answers its file. */
export async function bundleScript(folder: string, source: string): Promise<string> {
  const entry = join(folder, 'script.ts')
  writeFileSync(entry, source.replaceAll('src-main/', `${root}/src-main/`))
  const outDir = join(folder, 'bundle')
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    resolve: { alias: { '@contract': join(root, 'src-preload/contract') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: { ssr: entry, outDir, emptyOutDir: false, rollupOptions: { output: { format: 'es' } } },
  })
  // The native module cannot be bundled.
  symlinkSync(join(root, 'node_modules'), join(outDir, 'node_modules'), 'dir')
  writeFileSync(join(outDir, 'package.json'), '{"type":"module"}')
  return join(outDir, 'script.js')
}

/** Starts it in a process of its own; `line` resolves to the first line that it prints. */
export function start(script: string, ...args: string[]) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const child = spawn(process.execPath, [script, ...args], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = new Promise<string>((tell) => {
    let text = ''
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString()
      const [first, ...more] = text.split('\n')
      if (first !== undefined && more.length > 0) tell(first)
    })
  })
  const ended = new Promise<void>((tell) => child.once('close', () => tell()))
  return { child, line, ended }
}
