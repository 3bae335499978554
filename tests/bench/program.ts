import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connectDevtools, type Devtools, evaluate } from './devtools'
import { openPage, type Page } from './page'

export interface Program {
  page: Page
  /** The number of Electron's main process. */
  pid: number
  /** Milliseconds from the start of the process to a composer that can be typed into, painted. */
  usableAfter: number
  /** Runs an expression in the main process; only when started with `inspect`. */
  inMain<T>(expression: string): Promise<T>
  /** Ends it as a person would. */
  quit(): Promise<void>
}

export interface LaunchOptions {
  /** The folder of the app. */
  app: string
  args?: string[]
  env: NodeJS.ProcessEnv
  inspect?: boolean
}

const PATIENCE_MS = 60_000
const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/** Starts an app and waits until its composer can be used. */
export async function launch({ app, args = [], env, inspect }: LaunchOptions): Promise<Program> {
  // As root Chromium's sandbox cannot start.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const inspector = inspect ? ['--inspect=0'] : []
  const switches = [...sandbox, ...inspector, '--remote-debugging-port=0']
  const started = wallClock()
  const child = spawn(electronBinary(), [...switches, app, ...args], {
    env: withoutElectronNode(env),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  const exited = once(child, 'exit').then(() => void running.delete(child))
  const connections: Devtools[] = []
  try {
    const said = listenTo(child)
    const browser = await connectDevtools(await said(/DevTools listening on (ws:\S+)/))
    connections.push(browser)
    const page = await patiently(openPage(browser), 'The window did not become usable')
    const node = inspect
      ? await connectDevtools(await said(/Debugger listening on (ws:\S+)/))
      : undefined
    if (node) connections.push(node)
    return {
      page,
      pid: child.pid ?? 0,
      usableAfter: page.usableAt - started,
      inMain(expression) {
        if (!node) throw new Error('This program was started without an inspector.')
        return evaluate(node, expression)
      },
      async quit() {
        for (const connection of connections) connection.close()
        await end(child, exited)
      },
    }
  } catch (error) {
    await end(child, exited)
    throw error
  }
}

/** Milliseconds since 1970 as pages also count them. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now()
}

async function end(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const tooLate = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exited
  clearTimeout(tooLate)
}

/** Finds in what a program says on stderr, before or after it is asked for. */
function listenTo(child: ChildProcess) {
  let text = ''
  let looking: (() => void)[] = []
  child.stderr?.on('data', (data: Buffer) => {
    text += data.toString()
    for (const look of looking) look()
  })
  return (pattern: RegExp): Promise<string> => {
    const found = new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text)?.[1]
        if (match === undefined) return
        looking = looking.filter((each) => each !== look)
        resolve(match)
      }
      looking.push(look)
      child.on('exit', () => reject(new Error(`The program ended:\n${text}`)))
      look()
    })
    return patiently(found, `The program did not say ${String(pattern)}`)
  }
}

async function patiently<T>(promise: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} in a minute.`)), PATIENCE_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

function electronBinary(): string {
  const binary = process.env['KEEPSAKE_ELECTRON']
  if (!binary)
    throw new Error('KEEPSAKE_ELECTRON names no binary: start this with `npm run bench`.')
  return binary
}

function withoutElectronNode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = { ...process.env, ...env }
  return rest
}
