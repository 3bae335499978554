import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '../..')

export default defineConfig({
  root,
  resolve: {
    alias: {
      '@contract': resolve(root, 'src-preload/contract'),
      '@locales': resolve(root, 'resources/locales'),
      '@resources': resolve(root, 'resources'),
      // Electron exists only in the program itself: what needs it takes it as a parameter.
      electron: resolve(root, 'tests/unit/noElectron.ts'),
    },
  },
  test: {
    include: ['tests/unit/**/*.test.ts'],
    globalSetup: ['tests/unit/temporary.ts'],
    // No test changes a module: each reads them once for all its files.
    isolate: false,
    testTimeout: 20_000,
  },
})
