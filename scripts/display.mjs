// A display for windows where there is none, as on servers and in containers.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'

const SCREEN = '1440x900x24'

/** Whether windows can be shown here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Runs a program on the display there is, or on a virtual one when there is none. */
export async function withDisplay(command, args, options = {}) {
  if (hasDisplay()) return run(command, args, options)
  const display = await startXvfb()
  try {
    return await run(command, args, { ...options, env: { ...options.env, ...display.env } })
  } finally {
    await display.stop()
  }
}

// Not xvfb-run: it guesses a free number, so two at once collide, and when it is ended by a signal
// it leaves the server and the program behind.
function startXvfb() {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-display-'))
  const authority = join(folder, 'Xauthority')
  writeFileSync(authority, authorityEntry(), { mode: 0o600 })
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-auth', authority, '-nolisten', 'tcp']
  // Its own session, or Ctrl-C would take the display from under an app that is saving.
  const server = spawn('Xvfb', args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((settle) => server.on('close', settle))
  const end = () => {
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', end)
  // Waits, because in a container nobody may be there to bury a process whose parent has gone.
  const stop = () => {
    process.off('exit', end)
    end()
    return ended
  }

  return new Promise((settle, fail) => {
    let number = ''
    let complaint = ''
    server.stderr.on('data', (text) => (complaint += text))
    server.stdio[3].on('data', (text) => {
      number += text
      if (!number.endsWith('\n')) return
      settle({ stop, env: { DISPLAY: `:${number.trim()}`, XAUTHORITY: authority } })
    })
    server.on('error', () => {
      void stop()
      fail(new Error('Xvfb, the virtual display, is not installed. Run `npm run setup`.'))
    })
    server.on('exit', () => {
      void stop()
      fail(new Error(`Xvfb, the virtual display, did not start: ${complaint.trim()}`))
    })
  })
}

// One entry of an Xauthority file that fits any display number, which is not known yet.
function authorityEntry() {
  const name = Buffer.from('MIT-MAGIC-COOKIE-1')
  const anyAddress = Buffer.from([0xff, 0xff, 0, 0, 0, 0])
  return Buffer.concat([
    anyAddress,
    Buffer.from([0, name.length]),
    name,
    Buffer.from([0, 16]),
    randomBytes(16),
  ])
}
