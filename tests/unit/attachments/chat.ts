import { newId, type World } from '../world'

/** A chat whose first question has a file. */
export async function chatWithFile(world: World, name: string, content: string | Buffer) {
  const source = { name, bytes: Uint8Array.from(Buffer.from(content)) }
  const file = await world.call('attachments.add', { draftId: 'new', source })
  const conversationId = newId()
  const chosen = { projectId: null, providerId: null, model: null, instructions: '' }
  await world.call('messages.send', {
    conversationId,
    conversation: { ...chosen, id: conversationId, parameters: null },
    parentId: null,
    id: newId(),
    replyId: newId(),
    text: `Look at ${name}`,
    attachmentIds: [file.id],
  })
  await world.settled()
  return { conversationId, file }
}
