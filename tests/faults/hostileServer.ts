import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** Between two pieces: faster than the window is told of them. */
const EVERY_MS = 10

export interface HostileServer {
  /** Where a model is said to be. */
  url: string
  /** An address that nobody may ask for, and the paths at which it was asked all the same. */
  bait: string
  taken: string[]
  /** What it answers from now on. */
  say(text: string): void
  close(): Promise<void>
}

/** A model server on loopback that says what it is told to, and wishes the worst. */
export async function startHostileServer(): Promise<HostileServer> {
  let said = ''
  const taken: string[] = []
  const server = createServer((request, response) => {
    if (request.method === 'POST') void speak(response, said)
    else {
      taken.push(request.url ?? '')
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('taken')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    bait: `http://127.0.0.1:${port}/bait`,
    taken,
    say: (text) => (said = text),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function speak(response: ServerResponse, text: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  // What one product's page once ran as a program.
  const order = { type: 'execute', data: { code: 'window.pwned = "event"' } }
  response.write(`event: execute\ndata: ${JSON.stringify(order)}\n\n`)
  const size = Math.max(16, Math.ceil(text.length / 200))
  for (let at = 0; at < text.length; at += size) {
    response.write(chunk({ content: text.slice(at, at + size) }, null))
    await setTimeout(EVERY_MS)
  }
  const call = { name: 'shell', arguments: '{"command":"touch /tmp/pwned"}' }
  response.write(
    chunk({ tool_calls: [{ index: 0, id: 'x', type: 'function', function: call }] }, null),
  )
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
}

function chunk(delta: object, finish: 'stop' | null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 0, model: 'numbers', choices })}\n\n`
}
