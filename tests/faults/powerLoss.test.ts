import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MachineSettings } from '../../src-main/storage/settingsFile'
import { expectSound, send, textOf, useServer } from './chat'
import { type Child, openChild, temporaryPlace } from './childApp'
import { byPower, canCutPower, powerDisk, type PowerDisk } from './disks'
import { shownOf } from './operations'
import { databaseOf } from './program'
import { figure, isLong } from './report'
import { countOf, startTokenServer, type TokenServer, tokens, TOKENS, WHOLE } from './tokenServer'

const CUTS = isLong ? 20 : 2
const LOSS = 300

let server: TokenServer
let perSecond = 2000
beforeAll(async () => {
  server = await startTokenServer(() => perSecond)
})
afterAll(() => server.close())

test.skipIf(!canCutPower)(`F8 ${CUTS} power cuts during a reply${byPower}`, async () => {
  let worst = 0
  let answers = 0
  for (let cut = 0; cut < CUTS; cut += 1) {
    const disk = powerDisk()
    const place = { ...temporaryPlace(), root: join(disk.path, 'root') }
    const child = await openChild(place)
    await useServer(child, server.url)
    const asking = server.next()
    const { conversationId, id, replyId } = await send(child, 'Count')
    const stream = await asking
    const named = nameWithoutEnd(child, conversationId)
    await setTimeout(Math.random() * 1500)
    // While the power goes, a sync that is under way may answer as if it had been done: ext4 says nothing of
    // what it then drops. A machine without power tells nobody.
    const told = { shown: shownOf(child, replyId), answered: named.answered }
    const cutAt = performance.now()
    disk.cutPower()
    await child.kill()
    disk.restart()

    expectSound(databaseOf(place))
    expect(titleOf(databaseOf(place))).toBeGreaterThanOrEqual(told.answered)
    const after = await openChild(place)
    expect(await after.call('recovery.state')).toBe(null)
    expect(textOf(await after.call('messages.get', { id }))).toBe('Count')
    const reply = await after.call('messages.get', { id: replyId })
    expect(reply.status).toBe('interrupted')
    const kept = countOf(textOf(reply))
    expect(textOf(reply)).toBe(tokens(kept))
    expect(textOf(reply).length).toBeGreaterThanOrEqual(told.shown)
    const loss = stream.sentBefore(cutAt) > kept ? cutAt - stream.sentAt(kept) : 0
    expect(loss).toBeLessThanOrEqual(LOSS + stream.stall(cutAt))
    await after.close()
    disk.detach()
    worst = Math.max(worst, loss)
    answers += told.answered
  }
  const limit = `${LOSS} ms`
  figure(
    `F8 ${CUTS} power cuts while a reply streams, lost at most`,
    `${Math.round(worst)} ms`,
    limit,
  )
  figure('F8 writes that were answered before those cuts', `${answers}, none lost`)
})

test.skipIf(!canCutPower)(
  `F9 ${CUTS} power cuts while settings are written${byPower}`,
  async () => {
    let answers = 0
    for (let cut = 0; cut < CUTS; cut += 1) {
      const disk = powerDisk()
      const place = { ...temporaryPlace(), root: join(disk.path, 'root') }
      const child = await openChild(place)
      const widths = widenWithoutEnd(child)
      await setTimeout(100 + Math.random() * 500)
      disk.cutPower()
      await child.kill()
      disk.detach()
      disk.attach()
      const text = readFileSync(join(place.root, 'settings.json'), 'utf8')
      const width = (JSON.parse(text) as MachineSettings).window?.width ?? 0
      expect(widths.answered).toBeGreaterThan(0)
      expect([FIRST + widths.answered, FIRST + widths.answered + 1]).toContain(width)
      answers += widths.answered
      disk.detach()
    }
    figure(`F9 ${CUTS} power cuts while settings are written`, `${answers} answered, none lost`)
  },
)

const failures = {
  'F13 a disk that is pulled out and put back': {
    async fail(disk: PowerDisk, child: Child, replyId: string) {
      disk.cutPower()
      disk.detach()
      const refused = () => child.log.filter((line) => line.includes('cannot be reopened')).length
      await expect.poll(refused).toBeGreaterThan(1)
      // Nothing is made in the empty folder that is left, and nothing is said to be in it.
      expect(readdirSync(disk.path)).toEqual([])
      const answer = await child.ask('messages.get', { id: replyId })
      expect(answer).toMatchObject({ ok: false, error: { code: 'database_missing' } })
    },
    repair: (disk: PowerDisk) => disk.attach(),
  },
  'F12 a disk that becomes read-only': {
    async fail(disk: PowerDisk, child: Child, replyId: string) {
      disk.becomeReadOnly()
      await expect.poll(() => problemsOf(child)).not.toEqual([])
      const kept = textOf(await child.call('messages.get', { id: replyId }))
      expect(WHOLE.startsWith(kept) && kept !== WHOLE).toBe(true)
    },
    repair(disk: PowerDisk) {
      disk.detach()
      disk.attach()
    },
  },
}

for (const [name, { fail, repair }] of Object.entries(failures)) {
  test.skipIf(!canCutPower)(`${name} during a reply loses nothing${byPower}`, async () => {
    perSecond = 5000
    const disk = powerDisk()
    const place = { ...temporaryPlace(), root: join(disk.path, 'root') }
    const child = await openChild(place)
    await useServer(child, server.url)
    const asking = server.next()
    const { replyId } = await send(child, 'Count')
    const stream = await asking
    await stream.reached(TOKENS / 4)
    await fail(disk, child, replyId)
    // The server has said all while nothing could be saved.
    await stream.reached(TOKENS)
    repair(disk)
    await child.replied(replyId)
    expect(textOf(await child.call('messages.get', { id: replyId }))).toBe(WHOLE)
    expect(problemsOf(child).at(-1)?.value).toEqual({ problem: null })
    expect(await child.close()).toBe(0)
    expectSound(databaseOf(place))
    figure(`${name} during a reply`, 'nothing lost, saved when it was back')
    disk.detach()
  })
}

const FIRST = 1000

/** Gives the conversation one number after the other as its title. */
function nameWithoutEnd(child: Child, id: string): { answered: number } {
  const named = { answered: 0 }
  void (async () => {
    for (;;) {
      const title = String(named.answered + 1)
      const answer = await child.ask('conversations.update', { ids: [id], patch: { title } })
      if (!answer.ok) return
      named.answered += 1
    }
  })().catch(() => undefined)
  return named
}

function widenWithoutEnd(child: Child): { answered: number } {
  const widths = { answered: 0 }
  void (async () => {
    for (;;) {
      await child.setWidth(FIRST + widths.answered + 1)
      widths.answered += 1
    }
  })().catch(() => undefined)
  return widths
}

function problemsOf({ events }: Child) {
  return events.filter(({ name }) => name === 'storage.changed')
}

function titleOf(file: string): number {
  const db = new Database(file, { readonly: true })
  const title = db.prepare('SELECT title FROM conversations').pluck().get()
  db.close()
  return Number(title) || 0
}
