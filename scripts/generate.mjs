// Writes a data root full of made-up conversations: `npm run generate -- --out=<folder>
// --conversations=10000 --messages=1000000 --seed=1`. The same arguments give the same conversations.
import { asNode, run, runAsScript } from './run.mjs'
import { setup } from './setup.mjs'

await runAsScript(import.meta.url, async () => {
  const { executable } = await setup()
  const program = ['--import', './scripts/typescript.mjs', 'tests/bench/generate/main.ts']
  const cwd = process.env.INIT_CWD || process.cwd()
  return run(executable, [...program, ...process.argv.slice(2)], {
    env: asNode({ KEEPSAKE_CWD: cwd }),
  })
})
