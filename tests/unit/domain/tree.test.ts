import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDatabase } from '../../../src-main/db/doctor'
import { openWorld } from '../world'
import { checkConversation, Model } from './treeModel'
import { moves, numberedSpeaker, type Play } from './treeMoves'

const names = Object.keys(moves) as (keyof typeof moves)[]
const anyMove = fc.record({
  // Most moves grow or change the tree: one that is emptied all the time shows nothing.
  name: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...names) },
    { weight: 2, arbitrary: fc.constantFrom<typeof names>('send', 'edit', 'regenerate', 'stop') },
    {
      weight: 2,
      arbitrary: fc.constantFrom<typeof names>('delete', 'undoOne', 'continue', 'show'),
    },
  ),
  choices: fc.array(fc.nat(), { minLength: 2, maxLength: 2 }),
})

test('whatever is done to a tree, every message stays in reach, and Undo restores what was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMove, { minLength: 1, maxLength: 100, size: 'max' }),
      async (played) => {
        const speaker = numberedSpeaker()
        const play: Play = {
          speaker,
          world: openWorld(speaker.provider),
          model: new Model(),
          deletions: [],
          time: 1_000_000,
        }
        // Time goes in leaps in both directions, and often stands still.
        play.world.context.now = () => play.time
        // Nobody pulls the plug here, and waiting for the disk would be most of the time.
        play.world.db.$client.pragma('synchronous = OFF')
        await play.world.call('settings.update', { patch: { titlesByModel: false } })
        for (const { name, choices } of [{ name: 'begin' as const, choices: [0, 0] }, ...played]) {
          const [first = 0, ...more] = choices
          play.time += [0, 0, 1, 1000, -86_400_000][first % 5] ?? 0
          speaker.pauses = false
          const rest = [first, ...more]
          const pick = <T>(from: T[]) => from[(rest.shift() ?? 0) % from.length]
          await moves[name](play, pick)
          for (const id of play.model.conversations) {
            await checkConversation(play.world, play.model, id)
          }
        }
        expect(checkDatabase(play.world.db).checks.filter((check) => !check.ok)).toEqual([])
      },
    ),
    { numRuns: 20, interruptAfterTimeLimit: 30_000 },
  )
}, 60_000)
