export interface Overlay<Row> {
  save: (id: string, row: Row) => Row
  propose: (id: string, patch: Partial<Row>) => Row | undefined
  settle: (id: string, patch: Partial<Row>, agreed: boolean) => Row | undefined
  /** Those of which the window shows more than main has agreed to. */
  pending: () => readonly string[]
  forget: (id: string) => void
}

/**
 * Rows as main saved them, with the changes on top that the window shows before main has agreed.
 * A refused change takes only its own fields back: whatever was saved meanwhile stays.
 */
export function createOverlay<Row extends object>(): Overlay<Row> {
  const saved = new Map<string, Row>()
  const proposed = new Map<string, Partial<Row>[]>()

  function shown(id: string): Row | undefined {
    const row = saved.get(id)
    const patches = proposed.get(id)
    if (!row || !patches) return row
    return Object.assign({}, row, ...patches)
  }

  return {
    save(id: string, row: Row) {
      saved.set(id, row)
      return shown(id) ?? row
    },
    propose(id: string, patch: Partial<Row>) {
      proposed.set(id, [...(proposed.get(id) ?? []), patch])
      return shown(id)
    },
    settle(id: string, patch: Partial<Row>, agreed: boolean) {
      const rest = (proposed.get(id) ?? []).filter((each) => each !== patch)
      if (rest.length > 0) proposed.set(id, rest)
      else proposed.delete(id)
      const row = saved.get(id)
      if (agreed && row) saved.set(id, { ...row, ...patch })
      return shown(id)
    },
    pending: () => [...proposed.keys()],
    forget(id: string) {
      saved.delete(id)
      proposed.delete(id)
    },
  }
}
