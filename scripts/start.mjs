// Starts the app from the checkout: sets up and builds first, then hands over all arguments.
import { build } from './build.mjs'
import { hasDisplay, withDisplay } from './display.mjs'
import { ROOT, electronArgs, run, runAsScript, say } from './run.mjs'
import { setup } from './setup.mjs'

await runAsScript(import.meta.url, async () => {
  const args = process.argv.slice(2)
  const { executable } = await setup()
  await build()

  const env = {
    // npm goes to the checkout before it starts this; paths are meant where the caller was.
    KEEPSAKE_CWD: process.env.INIT_CWD || process.cwd(),
    // Set in the terminals of some editors, which are Electrons themselves.
    ELECTRON_RUN_AS_NODE: undefined,
  }
  if (args.includes('--cli')) {
    return run(executable, [...electronArgs(), ...quietSwitches(), ROOT, ...args], { env })
  }
  if (!hasDisplay()) say('There is no display here: the app runs on a virtual one, unseen.')
  return withDisplay(executable, [...electronArgs(), ROOT, ...args], { env })
})

// Without windows Electron needs no display, but complains at length about one that is not there.
function quietSwitches() {
  return ['--log-level=3', ...(hasDisplay() ? [] : ['--headless', '--disable-gpu'])]
}
