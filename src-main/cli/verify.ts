import { resolve } from 'node:path'
import type { Command } from './command'
import { verifyBackup } from '../backup/verify'
import { readPassphrase } from './passphrase'
import { stepLines } from './progress'

/** Reads a backup from its first byte to its last, and changes nothing. */
export const verify: Command = {
  usage: '<backup> [--passphrase-file=<file>]',
  summary: 'Checks a backup, or a copy of a database, from its first byte to its last.',
  options: { 'passphrase-file': { type: 'string' } },
  words: [1, 1],
  run: async ({ cwd, migrations, progress }, [file = ''], options) => {
    const tell = stepLines(progress)
    const { ok, problems, kind, manifest } = await verifyBackup(resolve(cwd, file), {
      supported: migrations().length,
      passphrase: readPassphrase(cwd, options['passphrase-file']),
      tell: (done, total) => tell('verifying', done, total),
    })
    const { created, app, schema, counts, secrets, missing } = manifest ?? {}
    return { ok, output: { ok, problems, kind, created, app, schema, counts, secrets, missing } }
  },
}
