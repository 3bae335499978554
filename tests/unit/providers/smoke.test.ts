import { expect, test } from 'vitest'
import { LLMock } from '@copilotkit/aimock'
import { createProvider } from '../../../src-main/providers/create'
test('smoke', async () => {
  const mock = new LLMock({ port: 0 })
  mock.onMessage('hello', { content: 'Hi there, friend! 🎉 Long answer.', reasoning: 'thinking hard' } as never)
  await mock.start()
  const m = (t: string) => ({ role: 'user', parts: [{ type: 'text', text: t }] }) as never
  for (const kind of ['openai-compatible', 'anthropic', 'google', 'guide'] as const) {
    const p = createProvider({ kind, baseUrl: mock.url, headers: {}, key: 'k' }, { fetch })
    const parts = []
    try {
      for await (const part of p.stream({ model: kind==='google'?'gemini-2.0-flash':kind==='anthropic'?'claude-3-5-sonnet':'gpt-4o', instructions: 'be nice', messages: [m('hello')], parameters: {}, continuing: false }, new AbortController().signal)) parts.push(part)
    } catch (e) { console.log(kind, 'ERR', e) }
    console.log(kind, JSON.stringify(parts))
    console.log(await p.models(new AbortController().signal).catch((e) => e.failure ?? e))
  }
  await mock.stop()
})
