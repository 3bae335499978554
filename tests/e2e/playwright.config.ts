import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // Each test starts the program itself; two at once keep two cores busy.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  // A loaded machine may be late once; what fails twice is wrong. The report still names it as flaky.
  retries: process.env['CI'] ? 1 : 0,
  expect: { timeout: 10_000 },
  reporter: 'list',
})
