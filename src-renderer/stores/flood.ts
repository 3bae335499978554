/** Within this time of one another, facts wait to be taken together. */
export const FLOOD_MS = 50

/**
 * The first fact is taken at once; those that follow close upon it together. A change of thousands is
 * told one by one, and drawn one by one it would keep the window busy for seconds.
 */
export function createFlood<Fact>(take: (facts: readonly Fact[]) => void) {
  let waiting: Fact[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const facts = waiting
    waiting = []
    last = performance.now()
    take(facts)
  }

  return {
    push(fact: Fact) {
      waiting.push(fact)
      if (timer !== undefined) return
      if (performance.now() - last > FLOOD_MS) flush()
      else timer = setTimeout(flush, FLOOD_MS)
    },
    /** Before a fact of another kind, so that each comes in its order. */
    flush,
  }
}
