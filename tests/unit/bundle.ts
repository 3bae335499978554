import { mkdtempSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')

/** Builds a TypeScript file for a thread or a process of its own; `remove` takes it away again. */
export async function bundle(entry: string): Promise<{ file: string; remove(): void }> {
  // Inside node_modules, because the native module is found from there.
  const outDir = mkdtempSync(join(root, 'node_modules/.unit-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    resolve: { alias: { '@contract': join(root, 'src-preload/contract') } },
    // One file, as in the program: a thread that looks for hundreds starts slowly.
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: '[name].mjs', format: 'es' } },
    },
  })
  const file = join(outDir, basename(entry).replace(/\.ts$/, '.mjs'))
  return { file, remove: () => rmSync(outDir, { recursive: true, force: true }) }
}
