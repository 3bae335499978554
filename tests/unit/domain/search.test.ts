import { expect, test } from 'vitest'
import type { Part } from '@contract/entities'
import { attachments, messages } from '../../../src-main/db/schema/chat'
import { addProject, addTag } from '../library'
import { addChat, found, searchAll, write } from '../searching'
import { newId, openWorld } from '../world'

test('everything that is in a message is found, and what it is', async () => {
  const world = openWorld()
  const chat = addChat(world)
  const file = newId()
  world.db
    .insert(attachments)
    .values({
      id: file,
      sha256: 'x',
      bytes: 1,
      mediaType: 'application/pdf',
      name: 'a',
      extractedText: 'From within the quagga',
      createdAt: 1,
    })
    .run()
  const said: [string, Part][] = [
    ['thinking', { type: 'reasoning', text: 'thinking' }],
    ['berlin', { type: 'tool_call', callId: '1', name: 'weather', input: { city: 'Berlin' } }],
    ['weather', { type: 'tool_call', callId: '1', name: 'weather', input: 1 }],
    ['rainy', { type: 'tool_result', callId: '1', name: 'sky', output: ['rainy', 7] }],
    ['"fn main"', { type: 'code', language: 'rust', text: 'fn main() {}' }],
    ['example.org', { type: 'citation', url: 'https://example.org/a', title: 'Ti', text: 'Te' }],
    ['report.pdf', { type: 'attachment', attachmentId: newId(), name: 'Report.pdf' }],
    ['quagga', { type: 'attachment', attachmentId: file, name: 'b.txt' }],
    ['sunset', { type: 'attachment', attachmentId: newId(), name: 'sunset.JPG' }],
  ]
  const ids = said.map(([, part], index) => write(world, chat, [part], { time: index * 1000 }))
  for (const [index, [word]] of said.entries()) {
    expect([word, await found(world, word)]).toEqual([word, expect.arrayContaining([ids[index]])])
  }
  const of = async (query: string) => (await found(world, query)).map((id) => ids.indexOf(id))
  expect(await of('has:file')).toEqual([7, 6])
  expect(await of('has:image')).toEqual([8])
  expect(await of('has:code')).toEqual([4])
  expect(await of('-has:code -has:file -has:image')).toEqual([5, 3, 2, 1, 0])
})

test('filters narrow a search down, and with a minus to all others', async () => {
  const world = openWorld()
  const above = await addProject(world, 'Taxes')
  const below = await addProject(world, 'Year 2025', above)
  const tag = await addTag(world, 'Füchse')
  const chats = [null, above, below, null].map((projectId) => addChat(world, '', { projectId }))
  const [loose = '', inAbove = '', inBelow = '', tagged = ''] = chats
  await world.call('conversations.tag', { ids: [tagged], tagId: tag, on: true })
  await world.call('conversations.update', { ids: [inAbove], patch: { pinned: true } })
  await world.call('conversations.update', { ids: [inBelow], patch: { archived: true } })
  const ids = [
    write(world, loose, 'word', { time: 0 }),
    write(world, inAbove, 'word', { time: 1000, role: 'assistant', model: 'Llama-3' }),
    write(world, inBelow, 'word', { time: 2000 }),
    write(world, tagged, 'word', { time: 3000, role: 'assistant', model: 'other' }),
  ]
  const of = async (query: string) =>
    (await found(world, query)).map((id) => ids.indexOf(id)).toSorted((a, b) => a - b)
  for (const [query, expected] of [
    ['from:me', [0, 2]],
    ['-from:me', [1, 3]],
    ['from:model', [1, 3]],
    ['model:llama', [1]],
    ['-model:llama', [0, 2, 3]],
    ['in:taxes', [1, 2]],
    ['in:"year 2025"', [2]],
    ['-in:taxes', [0, 3]],
    ['tag:fuchse', [3]],
    ['-tag:fuchse', [0, 1, 2]],
    ['tag:none', []],
    ['is:pinned', [1]],
    ['-is:pinned', [0, 2, 3]],
    ['is:archived', [2]],
    ['-is:archived', [0, 1, 3]],
    ['from:me -in:taxes', [0]],
  ] as const) {
    expect([query, await of(`word ${query}`)]).toEqual([query, expected])
    expect([query, await of(query)]).toEqual([query, expected])
    expect([query, await of(`nothing ${query}`)]).toEqual([query, []])
  }
})

test('a day begins and ends where the person lives', async () => {
  const world = openWorld()
  const chat = addChat(world)
  const midnight = new Date(2026, 0, 31).getTime()
  const [before, first] = [midnight - 1, midnight].map((time) =>
    write(world, chat, 'word', { time }),
  )
  expect(await found(world, 'word before:2026-01-31')).toEqual([before])
  expect(await found(world, 'word after:2026-01-31')).toEqual([first])
  expect(await found(world, 'after:2026-01-31 before:2026-02')).toEqual([first])
  expect(await found(world, 'word before:2027')).toEqual([first, before])
  expect(await found(world, 'before:2026')).toEqual([])
})

test('what is in the trash is found only there', async () => {
  const world = openWorld()
  const [kept, gone] = [addChat(world, 'Kept title'), addChat(world, 'Gone title')]
  const ids = [write(world, kept, 'word'), write(world, gone, 'word')]
  await world.call('conversations.delete', { ids: [gone] })
  expect(await found(world, 'word')).toEqual([ids[0]])
  expect(await found(world, 'word in:trash')).toEqual([ids[1]])
  expect((await searchAll(world, 'title in:trash')).map((hit) => hit.conversationId)).toEqual([
    gone,
  ])
  await world.call('conversations.restore', { ids: [gone] })
  expect((await found(world, 'word')).toSorted()).toEqual(ids.toSorted())
  expect(await found(world, 'word in:trash')).toEqual([])
})

test('a conversation is found by its title, its project and its tags', async () => {
  const world = openWorld()
  const chat = addChat(world, 'Über Straßen', { projectId: await addProject(world, 'Geography') })
  const tag = await addTag(world, 'rivers')
  await world.call('conversations.tag', { ids: [chat], tagId: tag, on: true })
  const of = async (query: string) =>
    (await searchAll(world, query)).map(({ conversationId, messageId }) => [
      conversationId,
      messageId,
    ])
  for (const query of ['strassen', 'uber', 'geograph', 'river', '"uber strassen"']) {
    expect([query, await of(query)]).toEqual([query, [[chat, null]]])
  }
  expect((await searchAll(world, 'strasse'))[0]?.title).toEqual([
    { text: 'Über ', marked: false },
    { text: 'Straße', marked: true },
    { text: 'n', marked: false },
  ])
  await world.call('conversations.update', { ids: [chat], patch: { title: 'Another' } })
  expect(await of('strassen')).toEqual([])
  expect(await of('another')).toEqual([[chat, null]])
  await world.call('tags.update', { id: tag, patch: { name: 'lakes' } })
  expect([await of('river'), await of('lakes')]).toEqual([[], [[chat, null]]])
})

test('what was found is marked as it is written there, and nothing else', async () => {
  const world = openWorld()
  const chat = addChat(world)
  const long = 'and so on '.repeat(40)
  write(world, chat, `${long}Die Straße, die STRASSE und strassenweise ${long}`)
  const [hit] = await searchAll(world, 'strasse')
  const marked = hit?.snippet.filter((piece) => piece.marked).map(({ text }) => text)
  expect(marked).toEqual(['Straße', 'STRASSE', 'strasse'])
  expect(hit?.found.map(({ text }) => text)).toEqual(['Straße', 'STRASSE', 'strasse'])
  expect(hit?.snippet.map(({ text }) => text).join('')).toMatch(/^….* strasse.*…$/i)
})

test('only what is asked for as a whole word is to be marked as one', async () => {
  const world = openWorld()
  write(world, addChat(world), 'A cat in a catalogue, and a hat')
  const foundBy = async (text: string) => (await searchAll(world, text))[0]?.found
  expect(await foundBy('"cat"')).toEqual([{ text: 'cat', whole: true }])
  expect(await foundBy('cat')).toEqual([{ text: 'cat', whole: false }])
  expect(await foundBy('"cat" at')).toEqual([
    { text: 'cat', whole: true },
    { text: 'at', whole: false },
  ])
})

test('a snippet never has half a character or half a word that is marked', async () => {
  const world = openWorld()
  const chat = addChat(world)
  for (const shift of ['', 'x', 'xx']) {
    write(
      world,
      chat,
      `${'😀'.repeat(90)}${shift}needle${'😀'.repeat(58)}${shift}needle${'😀'.repeat(9)}`,
    )
  }
  const hits = await searchAll(world, 'needle')
  expect(hits).toHaveLength(3)
  for (const { snippet } of hits) {
    const text = snippet.map((piece) => piece.text).join('')
    expect(text.isWellFormed()).toBe(true)
    for (const piece of snippet) if (piece.marked) expect(piece.text).toBe('needle')
  }
})

test('each hit comes once, whatever the size of the pages', async () => {
  const world = openWorld()
  const chats = [addChat(world), addChat(world)]
  const ids = Array.from({ length: 40 }, (_, n) =>
    write(world, chats[n % 2] ?? '', n % 3 ? 'word' : 'other', { time: n * 400 }),
  )
  const wanted = ids.filter((_, n) => n % 3).toReversed()
  for (const limit of [1, 2, 3, 4, 5, 6, 7]) {
    expect(await found(world, 'word', { limit })).toEqual(wanted)
  }
})

test('a word is found whose message came after one that could not be written', async () => {
  const world = openWorld()
  const turn = (text: string, parentId: string | null) => {
    const id = newId()
    const chosen = { projectId: null, providerId: null, model: null, instructions: '' }
    const conversation = { ...chosen, parameters: null, id }
    const message = { id: newId(), role: 'user' as const, status: 'complete' as const }
    const parts = [{ type: 'text' as const, text }]
    const all = [{ ...message, parts, parentId: null }]
    // The second breaks the transaction in which the first has already been put into the index.
    const broken = [{ ...message, id: newId(), parts, parentId }]
    const messages = parentId ? [...all, ...broken] : all
    return world.context.write.messages.addTurn({
      conversationId: id,
      conversation,
      messages,
      now: 1,
    })
  }
  await expect(turn('a rare zyzzyva', newId())).rejects.toThrow('the parent')
  expect(await found(world, 'zyzz')).toEqual([])
  const added = await turn('a rare zyzzyva', null)
  expect(await found(world, 'yzzy')).toEqual([added.messages[0]?.id])
  expect(world.db.select().from(messages).all()).toHaveLength(1)
})
