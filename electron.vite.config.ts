import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const alias = {
  '@contract': resolve(import.meta.dirname, 'src-preload/contract'),
  '@locales': resolve(import.meta.dirname, 'resources/locales'),
  '@resources': resolve(import.meta.dirname, 'resources'),
}

// Everything but the native module is bundled, so that a package holds one dependency.
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out/main',
      externalizeDeps: { include: ['better-sqlite3'], exclude: [] },
      rollupOptions: {
        external: ['better-sqlite3', 'electron'],
        input: {
          index: 'src-main/index.ts',
          thread: 'src-main/db/thread.ts',
          job: 'src-main/jobs/thread.ts',
          electronStore: 'src-main/shell/electronStore.ts',
        },
        output: {
          entryFileNames: '[name].js',
          // In one folder: code finds what stands beside it by its own place, whatever chunk it is in.
          chunkFileNames: '[name]-[hash].js',
          format: 'es',
          // Apart from what it shares files with, or the database's threads would load it too.
          codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod/ }] },
        },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: 'src-preload/index.ts' },
        output: { entryFileNames: '[name].cjs', format: 'cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias },
    plugins: [react(), tailwindcss()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      rollupOptions: { input: 'src-renderer/index.html' },
    },
  },
})
