import type { ParseArgsConfig } from 'node:util'
import type { Migration } from '../db/migrate'
import type { ReadableDb, WritableDb } from '../db/open'
import type { Keys } from '../storage/keys'
import type { Root } from '../storage/root'

/**
 * What a command may use. `openDatabase` opens an existing history read-only, `openForWriting` makes one
 * where there is none; copies that opening it needs go to the folder given.
 */
export interface CliContext {
  root: Root
  appDataDir: string
  now: () => number
  version: string
  /** The folder that relative paths are meant from. */
  cwd: string
  migrations(): Migration[]
  /** The keys in a file; waits for the system's key store. */
  openKeys(file: string): Promise<Keys>
  openDatabase(file: string): ReadableDb
  openForWriting(file: string, copiesFolder: string): WritableDb
  /** A text of the catalogue. */
  say(key: string): string
  /** One line on standard error. */
  progress(line: string): void
}

/** Thrown by a command whose options do not fit each other, before it has done anything. */
export class Misused extends Error {}

/** What is printed on standard output; `ok` false makes the exit code 1. */
export interface CliAnswer {
  ok: boolean
  output: Record<string, unknown>
}

export type CliOptions = Record<string, string | boolean | undefined>

/** One command: one file beside this one and one line in the table of `cli.ts`. */
export interface Command {
  /** What follows the name, as `--help` shows it. */
  usage: string
  summary: string
  options: Record<string, { type: 'string' | 'boolean' }>
  /** The least and the most words after the name that are no options. */
  words: [least: number, most: number]
  run(context: CliContext, words: string[], options: CliOptions): Promise<CliAnswer>
}

/** Options that every command takes; `data-dir` is read where the root is decided. */
export const COMMON_OPTIONS = {
  'data-dir': { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options']
