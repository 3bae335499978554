import { writeFileSync } from 'node:fs'

/** Has the history read whole before it is opened the next time. */
export function suspect(file: string): void {
  writeFileSync(suspicion(file), '')
}

/** The mark beside a history that says so. */
export function suspicion(file: string): string {
  return `${file}.suspect`
}
