import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { portableVariables } from '../../../src-main/storage/portable'
import { temporaryFolder } from './disk'

test('a portable copy keeps what libraries write inside its root', () => {
  const path = join(temporaryFolder(), 'keepsake-data')
  const inside = join(path, 'chromium', 'system')
  const env = { HOME: join(path, '..', 'home') }
  const variables = { XDG_CACHE_HOME: inside, XDG_DATA_HOME: inside }
  expect(portableVariables({ kind: 'portable', path }, env)).toEqual(variables)
  expect(portableVariables({ kind: 'app-data', path }, env)).toEqual({})
})

test.for(['home/.pki/nssdb', 'home/.local/share/pki/nssdb'])(
  'the certificates that a visited machine trusts in %s are still used',
  (store) => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, store), { recursive: true })
    const env = { HOME: join(folder, 'home') }
    const variables = portableVariables({ kind: 'portable', path: join(folder, 'data') }, env)
    expect(variables).not.toHaveProperty('XDG_DATA_HOME')
  },
)
