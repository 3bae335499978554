import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '../..')

export default defineConfig({
  root,
  resolve: {
    alias: {
      '@contract': resolve(root, 'src-preload/contract'),
      '@locales': resolve(root, 'resources/locales'),
      // Electron exists only in the program itself, which these tests start as a process.
      electron: resolve(root, 'tests/unit/noElectron.ts'),
    },
  },
  test: {
    include: ['tests/faults/**/*.test.ts'],
    globalSetup: ['tests/faults/report.ts'],
    // Moments are measured: two files at once would take each other's time.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: process.env['KEEPSAKE_FAULTS'] === 'long' ? 3_600_000 : 180_000,
    hookTimeout: 60_000,
    // A loaded machine may stall a window or a clock once; what fails twice is wrong.
    retry: process.env['CI'] ? 1 : 0,
    expect: { poll: { timeout: 20_000 } },
  },
})
