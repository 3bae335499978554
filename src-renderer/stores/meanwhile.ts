/**
 * Notes what events tell while an answer is on its way. Every change is told after it is on disk, so
 * what was told meanwhile is at least as new as the answer, or its own newer event follows.
 */
export function createMeanwhile<Row>() {
  const open = new Set<Map<string, Row | null>>()
  return {
    /** A row as it is now; null when it is gone. */
    tell(id: string, row: Row | null) {
      for (const told of open) told.set(id, row)
    },
    /** The answer, with the rows that it must not overwrite. */
    async during<Answer>(ask: () => Promise<Answer>) {
      const told = new Map<string, Row | null>()
      open.add(told)
      const answer = await ask()
      open.delete(told)
      return { answer, told: told as ReadonlyMap<string, Row | null> }
    },
  }
}
