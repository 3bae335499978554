// Runs the end-to-end tests on the built app; further arguments go to Playwright.
import { build } from './build.mjs'
import { withDisplay } from './display.mjs'
import { runAsScript, tool } from './run.mjs'
import { setup } from './setup.mjs'

/** Runs the tests and resolves the exit code; the counts go to `report` when it is given. */
export function e2e(executable, { args = [], report } = {}) {
  const command = ['test', '-c', 'tests/e2e/playwright.config.ts']
  if (report) command.push('--reporter=list,json')
  return withDisplay(...tool('@playwright/test/cli.js', [...command, ...args]), {
    env: {
      KEEPSAKE_ELECTRON: executable,
      ELECTRON_RUN_AS_NODE: undefined,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  })
}

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  await build()
  return e2e(executable, { args: process.argv.slice(2) })
})
