import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openai } from '../fixtures/dialects'
import { wallClock } from './program'

const EVERY_MS = 5

export interface TokenServer {
  url: string
  /** The next reply, as soon as it is asked for. */
  next(): Promise<SentReply>
  close(): Promise<void>
}

export interface SentReply {
  askedAt: number
  /** Resolves when so many tokens were sent. */
  reached(token: number): Promise<void>
}

/** A model server on the loopback that says these tokens, `perSecond` of them. */
export async function startTokenServer(tokens: string[], perSecond: number): Promise<TokenServer> {
  const waiting: ((reply: SentReply) => void)[] = []
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const reply = send(response, tokens, perSecond)
      for (const tell of waiting.splice(0)) tell(reply)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, tokens: string[], perSecond: number): SentReply {
  const askedAt = wallClock()
  let sent = 0
  let watching: { token: number; tell: () => void }[] = []
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(openai.begin)
  // As many as are due, so that a busy machine changes the rhythm and not the rate.
  const timer = setInterval(() => {
    const due = Math.min(tokens.length, Math.floor(((wallClock() - askedAt) * perSecond) / 1000))
    if (due > sent) response.write(tokens.slice(sent, due).map(openai.text).join(''))
    sent = due
    for (const { token, tell } of watching) if (token <= sent) tell()
    watching = watching.filter(({ token }) => token > sent)
    if (sent < tokens.length) return
    clearInterval(timer)
    response.end(openai.end)
  }, EVERY_MS)
  response.on('close', () => clearInterval(timer))
  return {
    askedAt,
    reached: (token) =>
      token <= sent
        ? Promise.resolve()
        : new Promise((resolve) => watching.push({ token, tell: resolve })),
  }
}
