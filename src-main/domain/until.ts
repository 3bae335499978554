import type { ProviderPart } from '../providers/provider'

/** The parts of a stream until it ends or `signal` aborts, even where the stream hangs. */
export async function* until(
  signal: AbortSignal,
  stream: AsyncIterable<ProviderPart>,
): AsyncGenerator<ProviderPart> {
  const parts = stream[Symbol.asyncIterator]()
  const aborted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  for (;;) {
    const next = await Promise.race([parts.next(), aborted])
    if (next === null || next.done) {
      // Not awaited: a server that hangs would hold up the end of the reply.
      if (next === null) parts.return?.()?.catch(() => undefined)
      return
    }
    yield next.value
  }
}
