// Starting programs: with the right Node and the right Electron switches, leaving no orphans.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PATIENCE_MS = 10_000

/** Tells the developer what goes on, on stderr: stdout belongs to what the command prints. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Runs `main` when the file is the command itself and not an import of another script. */
export async function runAsScript(fileUrl, main) {
  if (!process.argv[1] || resolve(process.argv[1]) !== fileURLToPath(fileUrl)) return
  try {
    const code = await main()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    say(error.message)
    process.exitCode = 1
  }
}

/** Node 24 from node_modules. The system's own may be too old for all but the set-up. */
export function nodeBinary() {
  const candidates = ['node/bin/node.exe', 'node/bin/node'].map((name) =>
    join(ROOT, 'node_modules', name),
  )
  const found = candidates.find((file) => existsSync(file))
  if (found) return found
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error('Node 24 is missing from node_modules. Run `npm run setup`.')
}

/** The command and arguments that run a program of node_modules with Node 24. */
export function tool(file, args) {
  return [nodeBinary(), [join(ROOT, 'node_modules', file), ...args]]
}

/** The command and arguments that run npm with the Node that is running now. */
export function npm(args) {
  const started = process.env.npm_execpath
  if (started?.endsWith('npm-cli.js')) return [process.execPath, [started, ...args]]
  // On Windows npm is a batch file, which only a shell can start.
  if (process.platform === 'win32') return ['cmd.exe', ['/d', '/s', '/c', 'npm', ...args]]
  return ['npm', args]
}

/**
 * Runs a program with this terminal and resolves its exit code, 128 + n when signal n ended it.
 * Signals are passed on, and the program does not outlive this process.
 */
export function run(command, args, { env = {}, cwd = ROOT, stdio = 'inherit' } = {}) {
  return ended(spawn(command, args, { cwd, stdio, env: environment(env) }))
}

/**
 * Runs a program and resolves its exit code and everything it printed. With `patience` a line
 * with that text and the time is written now and then, so that a long wait looks like one.
 */
export async function capture(command, args, { env = {}, cwd = ROOT, patience } = {}) {
  const stdio = ['ignore', 'pipe', 'pipe']
  const child = spawn(command, args, { cwd, stdio, env: environment(env) })
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (output += text))

  const started = Date.now()
  const remind = () => say(`${patience} … ${seconds(started)}`)
  const reminder = patience ? setInterval(remind, PATIENCE_MS) : undefined
  try {
    return { code: await ended(child), output }
  } finally {
    clearInterval(reminder)
  }
}

/** How long ago `started` was, for people: `12 s` or `0.4 s`. */
export function seconds(started) {
  const passed = (Date.now() - started) / 1000
  return `${passed.toFixed(passed < 10 ? 1 : 0)} s`
}

/** The switches Electron needs on this machine, before the app's folder. */
export function electronArgs() {
  if (process.getuid?.() !== 0) return []
  if (!process.env.KEEPSAKE_SAID_SANDBOX) {
    say('Running as root, where Chromium cannot use its sandbox: --no-sandbox is added.')
    process.env.KEEPSAKE_SAID_SANDBOX = '1'
  }
  return ['--no-sandbox']
}

/** The environment in which an Electron is the Node that the app ships with. */
export function asNode(env = {}) {
  return { ...env, ELECTRON_RUN_AS_NODE: '1' }
}

// Programs that start `node` by themselves are to find the one of the project.
function environment(extra) {
  const env = { ...process.env, ...extra }
  const folder = join(ROOT, 'node_modules/node/bin')
  const path = env.PATH ?? ''
  if (existsSync(folder) && !path.startsWith(folder)) env.PATH = `${folder}${delimiter}${path}`
  return env
}

// While the child runs, signals are passed on to it, and it does not outlive this process.
function ended(child) {
  const forward = (signal) => {
    // A terminal has sent Ctrl-C to the child as well, and twice would mean impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  const end = () => child.kill('SIGKILL')
  for (const signal of FORWARDED) process.on(signal, forward)
  process.on('exit', end)
  return new Promise((settle, fail) => {
    child.on('error', fail)
    child.on('close', (code, signal) => settle(code ?? 128 + constants.signals[signal]))
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward)
    process.off('exit', end)
  })
}
