import { expect, test } from 'vitest'
import { openGuide } from '../../../src-main/providers/guide'
import { createSearch, readSections } from '../../../src-main/providers/guideSearch'
import { collect, message, request } from './ask'

const NOTE = 'I am not a language model.'

async function askGuide(text: string) {
  return (await collect(openGuide(0), request({ messages: [message('user', text)] }))).text
}

test.each([
  ['Where are my conversations kept?', 'Where are my conversations kept?'],
  ['where is my data', 'Where are my conversations kept?'],
  ['How do I connect a language model?', 'How do I connect a language model?'],
  ['add a provider', 'How do I connect a language model?'],
  ['How do I make a backup?', 'How do I make a backup?'],
  ['BACKUPS', 'How do I make a backup?'],
  ['how can I restore a backup', 'How do I restore what I saved?'],
  ['what if it crashes?', 'What happens to my conversations when the program crashes?'],
  ['power failure', 'What happens to my conversations when the program crashes?'],
  ['ollama', 'How do I use Ollama?'],
  ['how can I use llama.cpp', 'How do I use llama.cpp?'],
  ['LM Studio', 'How do I use LM Studio?'],
  ['where are api keys stored', 'Where are my API keys kept?'],
  ['enter the key again', 'Why do I have to enter a key again?'],
  ['keyboard shortcuts', 'Which keyboard shortcuts are there?'],
  ['How do I get a deleted chat back?', 'How do I delete a conversation, and get it back?'],
  ['is my history private? telemetry?', 'Does Keepsake use the network?'],
  ['portable usb stick', 'How do I carry Keepsake on a USB stick?'],
  ['--cli where', 'What can the command line do?'],
  ['what are profiles', 'What are profiles?'],
  ['drafts', 'What happens to text that I have not sent?'],
  ['stop a reply', 'How do I stop a reply?'],
  ['continue an interrupted reply', 'How do I continue a reply?'],
  ['disk full', 'What happens when the disk is full?'],
  ['can I search all chats', 'How do I find a conversation?'],
  ['dark theme', 'How do I change how it looks?'],
  ['upload a picture', 'How do I attach a file to a message?'],
  ['can the model see a pdf', 'Which files can a model read?'],
  ['content of this file is missing', 'What can I do when a file is missing or damaged?'],
  ['how do I édit a message', 'What happens when I edit a message or regenerate a reply?'],
])('"%s" is answered by "%s"', async (question, heading) => {
  const answer = await askGuide(question)
  expect(answer.startsWith(`## ${heading}\n`)).toBe(true)
  expect(answer).toContain(NOTE)
})

test.each([
  ['Write me a poem about the sea'],
  ['What is the capital of France?'],
  ['2+2'],
  ['日本の首都は'],
  ['asdf qwer'],
  ['🎉'],
])('"%s" is not answered, and the topics are named', async (question) => {
  const answer = await askGuide(question)
  expect(answer).toContain('I found nothing about that')
  expect(answer).toContain('- Where your data lives')
  expect(answer).toContain(NOTE)
})

test.each([
  ['Hello!', 'Hello!'],
  ['hi there', 'Hello!'],
  ['What can you do?', 'I am a search through the help texts'],
  ['Are you a language model?', 'I am a search through the help texts'],
  ['thanks a lot', 'You are welcome.'],
])('"%s" gets a sensible answer', async (said, answer) => {
  const text = await askGuide(said)
  expect(text.startsWith(answer)).toBe(true)
  expect(text).toContain(NOTE)
})

test('the guide streams in small pieces at a pace one can read', async () => {
  const started = Date.now()
  const reply = await collect(openGuide(), request({ messages: [message('user', 'ollama')] }))
  expect(reply.parts.length).toBeGreaterThan(20)
  expect(Date.now() - started).toBeGreaterThan(reply.parts.length * 15)
  expect(
    Math.max(...reply.parts.map((part) => (part.type === 'text' ? part.text.length : 0))),
  ).toBeLessThan(120)
})

test('a stopped answer ends at once, and goes on where it ended', async () => {
  const abort = new AbortController()
  setTimeout(() => abort.abort('user'), 100)
  const question = message('user', 'How do I use Ollama?')
  const started = Date.now()
  const half = await collect(openGuide(), request({ messages: [question] }), abort.signal)
  expect(Date.now() - started).toBeLessThan(250)
  expect(half.failure).toBeNull()
  const messages = [question, message('assistant', half.text)]
  const rest = await collect(openGuide(0), request({ messages, continuing: true }))
  expect(half.text + rest.text).toBe(await askGuide('How do I use Ollama?'))
  expect(half.text.length).toBeLessThan(rest.text.length)
})

test('search words are found and not shown; case, accents and the plural do not matter', () => {
  const sections = readSections(
    '# T\n\n## One\n<!-- words: naïve -->\n\nText of boxes.\n\n## Two\n\nOther.\n',
  )
  expect(sections[0]).toEqual({
    topic: 'T',
    heading: 'One',
    text: 'Text of boxes.',
    words: 'naïve',
  })
  const search = createSearch(sections)
  for (const query of ['NAIVE', 'naïf naïve', 'box', 'Boxes']) {
    expect(search(query)[0]?.section.heading).toBe('One')
  }
  expect(search('nothing')).toEqual([])
})

test('the guide has its own model', async () => {
  expect(await openGuide().models(new AbortController().signal)).toEqual([{ name: 'guide' }])
})
