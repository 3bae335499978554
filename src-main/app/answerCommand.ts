import { app } from 'electron'
import { join } from 'node:path'
import { runCli } from '../cli/cli'
import { prepareDatabase } from '../backup/prepare'
import { openReadable, openWritable } from '../db/open'
import { bundled, environment, keepChromiumIn, now } from './environment'
import { completeMoves } from '../moving/finish'
import { systemCipher } from '../shell/cipher'
import { openKeys } from '../storage/keys'
import { paths } from '../storage/layout'
import { DEFAULT_PROFILE } from '../storage/profiles'
import { resolveRoot } from '../storage/root'
import { describeFailure, text } from '../text'

/** Does what the command line asks for, without a window, and ends the program. */
export async function answerCommand(): Promise<void> {
  const world = environment()
  const code = await runCli({
    argv: process.argv,
    version: app.getVersion(),
    appDataDir: world.appDataDir,
    cwd: world.env['KEEPSAKE_CWD'] ?? world.cwd,
    now,
    resolveRoot() {
      completeMoves(world.appDataDir, now())
      const root = resolveRoot(world)
      keepChromiumIn(join(paths(root.path, DEFAULT_PROFILE).chromium, 'command'), root)
      return root
    },
    migrations: bundled.migrations,
    async openKeys(file) {
      await app.whenReady()
      return openKeys(file, systemCipher)
    },
    openDatabase: openReadable,
    openForWriting(file, copiesFolder) {
      const migrations = bundled.migrations()
      prepareDatabase(file, migrations.length, now())
      return openWritable(file, { migrations, copiesFolder, now: now() })
    },
    say: text,
    explain: describeFailure,
    progress: (line) => void process.stderr.write(`${line}\n`),
    print: (output) =>
      new Promise((resolve) => {
        process.stdout.write(output, () => resolve())
      }),
  })
  app.exit(code)
}
