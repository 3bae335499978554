import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '../errors'

/** What a file holds, without the end of its line: on a command line others could read it. */
export function readPassphrase(
  cwd: string,
  file: string | boolean | undefined,
): string | undefined {
  if (typeof file !== 'string') return undefined
  const passphrase = readText(resolve(cwd, file)).replace(/\r?\n$/, '')
  if (passphrase === '') throw new AppError('bad_input', `${file} holds no passphrase`)
  return passphrase
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new AppError('bad_input', error instanceof Error ? error.message : String(error))
  }
}
