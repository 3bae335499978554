import { join, resolve } from 'node:path'
import type { Command } from './command'
import { makeBackup } from '../backup/make'
import { AppError } from '../errors'
import { activePlace } from './activePlace'
import { readPassphrase } from './passphrase'
import { stepLines } from './progress'

/** Makes a verified backup of the active profile, also while the program runs. */
export const backup: Command = {
  usage: '--out=<file> [--passphrase-file=<file>]',
  summary:
    'Makes a verified backup; a passphrase adds the keys, encrypted. All else can be read by anybody.',
  options: { out: { type: 'string' }, 'passphrase-file': { type: 'string' } },
  words: [0, 0],
  run: async (context, _words, options) => {
    const { root, cwd, version, migrations, openKeys, now, progress } = context
    if (typeof options['out'] !== 'string')
      throw new AppError('bad_input', '--out=<file> is missing')
    const passphrase = readPassphrase(cwd, options['passphrase-file'])
    const { place } = activePlace(root)
    const keys = passphrase === undefined ? null : await openKeys(join(place.profile, 'keys.json'))
    const made = await makeBackup(place, resolve(cwd, options['out']), {
      app: version,
      supported: migrations().length,
      now: now(),
      ...(passphrase !== undefined && keys && { secrets: { passphrase, keys } }),
      tell: stepLines(progress),
    })
    return { ok: true, output: { ...made, verified: true } }
  },
}
