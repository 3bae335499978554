import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ALL } from '../../src-main/backup/categories'
import { restoreBackup } from '../../src-main/backup/restoreBackup'
import { finishRestore } from '../../src-main/backup/swap'
import { verifyBackup } from '../../src-main/backup/verify'
import { type Paths, paths } from '../../src-main/storage/layout'
import { NOW } from '../unit/backup/history'
import { backUp, fullProfile, hashOf, restoring, tableHashes } from '../unit/backup/profile'
import { bundle } from '../unit/bundle'
import { migrations } from '../unit/world'
import { byPower, canCutPower, powerDisk, type PowerDisk } from './disks'
import { CHECKOUT } from './program'
import { figure, isLong } from './report'

const CUTS = isLong ? 20 : 3

test.skipIf(!canCutPower)(
  `F8 ${CUTS} power cuts during a restore leave the old or the new state${byPower}`,
  async () => {
    const { file } = await backUp(fullProfile(3))
    const world = fullProfile(1)
    // What the backup brings has to be on the disk when its rows are.
    rmSync(world.attachments, { recursive: true })
    const script = await child()
    const found = { old: 0, new: 0 }
    for (const what of ['merge', 'replace']) {
      const done = copyTo(world, `${world.root}-${what}`)
      const options = restoring({ replace: what === 'replace' ? ALL : [], now: NOW })
      await restoreBackup(done, file, options, () => Promise.resolve())
      for (let cut = 0; cut < CUTS; cut += 1) {
        const disk = powerDisk()
        const place = copyTo(world, join(disk.path, 'root'))
        execFileSync('sync', ['-f', disk.path])
        const running = start(script, what, place, file)
        const isBegun = () => readdirSync(place.profile).some((name) => /incoming/.test(name))
        await cutDuring(disk, running, isBegun)
        finishRestore(place.database, NOW)
        const state = JSON.stringify(tableHashes(place))
        const isOld = state === JSON.stringify(tableHashes(world))
        if (!isOld) expect(state).toBe(JSON.stringify(tableHashes(done)))
        // The bytes of an attachment are there before the row that names them.
        if (!isOld) expect(hashOf(place)).toBe(hashOf(done))
        expect(readdirSync(place.profile).filter((name) => /incoming/.test(name))).toEqual([])
        found[isOld ? 'old' : 'new'] += 1
        disk.detach()
      }
    }
    figure(`F8 ${2 * CUTS} power cuts during a restore`, `${found.old} old, ${found.new} new`)
  },
)

test.skipIf(!canCutPower)(
  `F8 ${CUTS} power cuts during a backup leave none that is not whole${byPower}`,
  async () => {
    const world = fullProfile(3)
    const script = await child()
    let whole = 0
    for (let cut = 0; cut < CUTS; cut += 1) {
      const disk = powerDisk()
      mkdirSync(join(disk.path, 'here'))
      const out = join(disk.path, 'here', 'x.keepsake')
      const running = start(script, 'backup', world, out)
      await cutDuring(disk, running, () => existsSync(`${out}.partial`) || existsSync(out))
      if (existsSync(out)) {
        const { problems } = await verifyBackup(out, { supported: migrations.length })
        expect(problems).toEqual([])
        whole += 1
      }
      disk.detach()
    }
    figure(`F8 ${CUTS} power cuts during a backup`, `${whole} whole, ${CUTS - whole} not there`)
  },
)

async function child(): Promise<string> {
  const script = await bundle(join(CHECKOUT, 'tests/faults/child/swap.ts'))
  onTestFinished(script.remove)
  return script.file
}

function start(script: string, what: string, { root }: Paths, file: string): ChildProcess {
  return spawn(process.execPath, [script, what, root, file], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    cwd: CHECKOUT,
    stdio: 'ignore',
  })
}

/** Cuts the power a random moment after something has begun, and starts the disk again. */
async function cutDuring(disk: PowerDisk, running: ChildProcess, isBegun: () => boolean) {
  const gone = new Promise((resolve) => running.once('close', resolve))
  await expect.poll(isBegun, { interval: 2 }).toBe(true)
  await setTimeout(Math.random() * 400)
  disk.cutPower()
  running.kill('SIGKILL')
  await gone
  disk.restart()
}

function copyTo(world: Paths, root: string): Paths {
  cpSync(world.root, root, { recursive: true })
  return paths(root, 'default')
}
