// Vitest under the Node inside Electron, which differs from the plain one of the same version.
import { join } from 'node:path'
import { withDisplay } from './display.mjs'
import { ROOT, asNode, capture, run } from './run.mjs'

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')

/** Runs a suite with this terminal and resolves the exit code. */
export function vitest(executable, config, options) {
  return run(executable, command(config, options), { env: environment(executable, options) })
}

/** The same with a display, for suites that start the whole app. */
export function vitestWithDisplay(executable, config, options) {
  return withDisplay(executable, command(config, options), {
    env: environment(executable, options),
  })
}

/** The same without a terminal: resolves the exit code and the output. */
export function vitestQuietly(executable, config, options) {
  return capture(executable, command(config, options), { env: environment(executable, options) })
}

function command(config, { args = [], report } = {}) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return [VITEST, 'run', '--config', config, ...(report ? reporters : []), ...args]
}

function environment(executable, { env = {} } = {}) {
  return asNode({ ...env, KEEPSAKE_ELECTRON: executable })
}
