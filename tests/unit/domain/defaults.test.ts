import { expect, test } from 'vitest'
import type { Id, Provider } from '@contract/entities'
import { GUIDE_ID } from '../../../src-main/db/guideId'
import type { ChatProvider, TurnRequest } from '../../../src-main/providers/provider'
import { addConversation, addProject } from '../library'
import { addServer, newId, openWorld, type World } from '../world'

/** A world that notes which server was asked for what. */
async function listening() {
  const asked: { server: Provider['id']; request: TurnRequest }[] = []
  const world = openWorld()
  world.context.connect = ({ id: server }) => {
    const provider: ChatProvider = {
      async *stream(request) {
        asked.push({ server, request })
        yield await Promise.resolve({ type: 'text' as const, text: 'reply' })
      },
      models: () => Promise.resolve([]),
    }
    return Promise.resolve(provider)
  }
  await world.call('settings.update', { patch: { titlesByModel: false } })
  const top = await addProject(world, 'House')
  const low = await addProject(world, 'Oven', top)
  return { world, asked, top, low }
}

async function ask(world: World, conversationId: Id): Promise<Id> {
  const ids = { conversationId, id: newId(), replyId: newId() }
  const turn = { ...ids, conversation: null, parentId: null, text: 'Hello?' }
  await world.call('messages.send', turn)
  await world.settled()
  return ids.replyId
}

test('the nearest that says something applies, and its place is told', async () => {
  const { world, top, low } = await listening()
  const server = await addServer(world)
  const id = addConversation(world, { projectId: low })
  const shown = () => world.call('conversations.defaults', { id })

  expect(await shown()).toEqual({
    instructions: { from: 'none', projectId: null, value: '' },
    model: { from: 'settings', projectId: null, providerId: GUIDE_ID, value: null },
    parameters: [],
  })

  await world.call('settings.update', {
    patch: { defaultProviderId: server, defaultModel: 'usual' },
  })
  const usual = { from: 'settings', projectId: null, providerId: server, value: 'usual' }
  expect(await shown()).toMatchObject({ model: usual })

  const said = { instructions: 'Be brief.', providerId: server, model: 'house' }
  await world.call('projects.update', { id: top, patch: said })
  expect(await shown()).toMatchObject({
    instructions: { from: 'project', projectId: top, value: 'Be brief.' },
    model: { from: 'project', projectId: top, value: 'house' },
  })

  await world.call('projects.update', { id: low, patch: { instructions: 'Be warm.' } })
  expect(await shown()).toMatchObject({
    instructions: { from: 'project', projectId: low, value: 'Be warm.' },
    model: { from: 'project', projectId: top, value: 'house' },
  })
  expect(await world.call('projects.defaults', { id: low })).toEqual(await shown())

  const own = { instructions: 'Be loud.', providerId: server, model: 'own' }
  await world.call('conversations.update', { ids: [id], patch: own })
  expect(await shown()).toMatchObject({
    instructions: { from: 'conversation', projectId: null, value: 'Be loud.' },
    model: { from: 'conversation', projectId: null, value: 'own' },
  })
})

test('each parameter is looked for by itself, in the end at the server', async () => {
  const { world, top, low } = await listening()
  const server = await addServer(world)
  const given = { temperature: 0, topP: 0.1, seed: 1, maxTokens: 10 }
  await world.call('providers.update', { id: server, patch: { parameters: given } })
  await world.call('settings.update', { patch: { defaultProviderId: server } })
  const [high, middle] = [
    { topP: 0.2, seed: 2, maxTokens: 20 },
    { seed: 3, maxTokens: 30 },
  ]
  await world.call('projects.update', { id: top, patch: { parameters: high } })
  await world.call('projects.update', { id: low, patch: { parameters: middle } })
  const parameters = { maxTokens: 40 }
  const id = addConversation(world, { projectId: low, parameters })
  const { model, parameters: shown } = await world.call('conversations.defaults', { id })
  expect(model).toEqual({ from: 'provider', projectId: null, providerId: server, value: 'small' })
  expect(shown).toEqual([
    { name: 'temperature', value: 0, from: 'provider', projectId: null },
    { name: 'maxTokens', value: 40, from: 'conversation', projectId: null },
    { name: 'topP', value: 0.2, from: 'project', projectId: top },
    { name: 'seed', value: 3, from: 'project', projectId: low },
  ])
})

test('what is shown is what the next reply is asked with, also where it begins a chat', async () => {
  const { world, asked, top, low } = await listening()
  const server = await addServer(world)
  const said = { instructions: 'Be brief.', providerId: server, model: 'house' }
  const patch = { ...said, parameters: { seed: 2, topP: 0.2 } }
  await world.call('projects.update', { id: top, patch })
  const ids = { conversationId: newId(), id: newId(), replyId: newId() }
  const own = { providerId: null, model: null, instructions: '', parameters: { seed: 7 } }
  const conversation = { ...own, id: ids.conversationId, projectId: low }
  await world.call('messages.send', { ...ids, conversation, parentId: null, text: 'Hello?' })
  await world.settled()
  const request = {
    model: 'house',
    instructions: 'Be brief.',
    parameters: { seed: 7, topP: 0.2 },
  }
  expect(asked).toMatchObject([{ server, request }])
  expect(await world.call('messages.get', { id: ids.replyId })).toMatchObject({
    providerId: server,
    model: 'house',
  })

  await world.call('projects.update', { id: low, patch: { instructions: 'Be warm.' } })
  await world.call('messages.regenerate', { id: ids.replyId, replyId: newId() })
  await world.settled()
  expect(asked[1]).toMatchObject({ server, request: { ...request, instructions: 'Be warm.' } })
})

test('a reply that goes on is asked for with what applies now', async () => {
  const { world, asked, low } = await listening()
  const [first, second] = [await addServer(world), await addServer(world)]
  await world.call('settings.update', { patch: { defaultProviderId: first } })
  const id = addConversation(world, { projectId: low })
  const replyId = await ask(world, id)
  world.db.$client.prepare(`UPDATE messages SET status = 'stopped' WHERE id = ?`).run(replyId)
  await world.call('projects.update', { id: low, patch: { providerId: second, model: 'late' } })
  await world.call('messages.continue', { id: replyId })
  await world.settled()
  expect(asked).toMatchObject([{ server: first }, { server: second, request: { model: 'late' } }])
})

test('a server that is removed, or a project that is deleted, says nothing any more', async () => {
  const { world, top, low } = await listening()
  const server = await addServer(world)
  const said = { instructions: 'Be brief.', providerId: server, model: 'house' }
  await world.call('projects.update', { id: low, patch: said })
  const id = addConversation(world, { projectId: low, providerId: server, model: 'own' })
  await world.call('providers.delete', { id: server })
  const shown = () => world.call('conversations.defaults', { id })
  expect(await shown()).toMatchObject({ model: { providerId: GUIDE_ID, from: 'settings' } })
  await world.call('projects.update', { id: top, patch: { instructions: 'Be calm.' } })
  await world.call('projects.delete', { id: low, conversations: 'trash' })
  expect((await shown()).instructions).toMatchObject({ projectId: top, value: 'Be calm.' })
  expect(await world.refused('projects.defaults', { id: low })).toBe('not_found')
})

test('a server without a model is shown as such, and asked for nothing', async () => {
  const { world, asked } = await listening()
  const server = await addServer(world)
  await world.call('providers.update', { id: server, patch: { defaultModel: null } })
  const id = addConversation(world, { providerId: server })
  const { model } = await world.call('conversations.defaults', { id })
  expect(model).toEqual({ from: 'none', projectId: null, providerId: server, value: null })
  await expect(ask(world, id)).rejects.toThrow('no_provider')
  expect(asked).toEqual([])
})
