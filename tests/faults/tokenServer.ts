import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const TOKENS = 20_000
const LENGTH = 7

/** The first `count` tokens, as paragraphs of numbers, so that any text says where it ends. */
export function tokens(count: number, from = 0): string {
  const numbers = Array.from({ length: count - from }, (_, index) => from + index)
  return numbers.map(token).join('')
}

export function token(number: number): string {
  return `${String(number).padStart(5, '0')}${number % 50 === 49 ? '\n\n' : ', '}`
}

export const WHOLE = tokens(TOKENS)

export function countOf(text: string): number {
  return text.length / LENGTH
}

/** One reply that the server is giving. */
export interface Stream {
  /** The number of its first token: more than 0 where it goes on with a reply that broke off. */
  from: number
  /** How many tokens had been sent at a time, in milliseconds of `performance.now()`. */
  sentBefore(time: number): number
  /** When a token was sent. */
  sentAt(token: number): number
  /** How long the busy machine kept the server itself waiting, at most, in the second before. */
  stall(time: number): number
  /** Resolves when so many tokens were sent, or the stream ended before. */
  reached(token: number): Promise<void>
  ended: boolean
}

export interface TokenServer {
  url: string
  streams: Stream[]
  /** The stream after `streams.length` of them, as soon as it is asked for. */
  next(): Promise<Stream>
  close(): Promise<void>
}

/**
 * A model server on loopback that says `total` numbered tokens, `perSecond` of them, and goes on
 * where the reply ends that it is shown, unless that one is whole.
 */
export async function startTokenServer(
  perSecond: () => number,
  total = TOKENS,
): Promise<TokenServer> {
  const streams: Stream[] = []
  const waiting: ((stream: Stream) => void)[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => (body += data.toString()))
    request.on('end', () => {
      const said = countOf(lastReply(body))
      const from = said < total ? said : 0
      const stream = speak(response, { from, total, perSecond: perSecond() })
      streams.push(stream)
      for (const tell of waiting.splice(0)) tell(stream)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    streams,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function speak(
  response: ServerResponse,
  { from, total, perSecond }: { from: number; total: number; perSecond: number },
): Stream {
  const everyMs = 10
  const started = performance.now()
  const times: number[] = []
  const waiting: { token: number; tell: () => void }[] = []
  let sent = from
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const stream: Stream = {
    from,
    ended: false,
    sentBefore: (time) => from + times.filter((at) => at < time).length,
    sentAt: (token) => times[token - from] ?? Number.POSITIVE_INFINITY,
    stall(time) {
      const last = [started, ...times].filter((at) => at > time - 1000 && at < time)
      const gaps = last.map((at, index) => (last[index + 1] ?? time) - at - everyMs)
      return Math.max(0, ...gaps)
    },
    reached: (token) =>
      token <= sent || stream.ended
        ? Promise.resolve()
        : new Promise((tell) => waiting.push({ token, tell })),
  }
  const timer = setInterval(send, everyMs)
  response.on('close', end)
  return stream

  /** As many as are due, so that a busy machine changes the rhythm and not the rate. */
  function send(): void {
    const now = performance.now()
    const due = Math.min(total, from + Math.floor(((now - started) * perSecond) / 1000))
    if (due > sent)
      response.write(
        tokens(due, sent)
          .match(/[^]{7}/g)
          ?.map(event)
          .join('') ?? '',
      )
    for (; sent < due; sent += 1) times.push(now)
    tellOf(sent)
    if (sent < total) return
    response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
    end()
  }

  function end(): void {
    clearInterval(timer)
    stream.ended = true
    tellOf(Number.POSITIVE_INFINITY)
  }

  function tellOf(reached: number): void {
    for (const each of waiting.filter((each) => each.token <= reached)) {
      waiting.splice(waiting.indexOf(each), 1)
      each.tell()
    }
  }
}

function event(content: string): string {
  return chunk({ content }, null)
}

function chunk(delta: { content?: string }, finish: 'stop' | null): string {
  const choice = { index: 0, delta, finish_reason: finish }
  const data = { id: 'x', object: 'chat.completion.chunk', created: 0, model: 'numbers' }
  return `data: ${JSON.stringify({ ...data, choices: [choice] })}\n\n`
}

/** The reply that the request ends with, or nearly: a demand to go on may follow it. */
function lastReply(body: string): string {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] }
  return messages.findLast((message) => message.role === 'assistant')?.content ?? ''
}
