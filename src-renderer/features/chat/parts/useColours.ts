import { useEffect, useRef, useState } from 'react'
import type { ColouredGroup, ColourRequest, Token } from './colouring'
import { COLOURED, type CodeLines } from './lines'

/** What is known of the colours of a group: of its text as it was when they were asked for. */
export interface Coloured {
  text: string
  tokens: readonly Token[]
}

/** Coloured words of a block: each is an element that stays in the page. */
const MOST_TOKENS = 60_000
/** Blocks whose colours are kept for when they are drawn again. */
const KEPT = 200

const kept = new Map<string, readonly Coloured[]>()
const listeners = new Map<number, (answer: ColouredGroup) => void>()
let worker: Worker | null = null
let blocks = 0

/**
 * The colours of code, group by group as they become known; until then it is plain. A thread of its own
 * finds them: to read the grammar of a language alone takes longer than a frame.
 */
export function useColours({ groups, endless }: CodeLines, language: string): readonly Coloured[] {
  const [block] = useState(() => (blocks += 1))
  const [coloured, setColoured] = useState(() => kept.get(keyOf(groups, language)) ?? [])
  const known = useRef(coloured)
  const most = useRef(COLOURED)
  const key = useRef('')
  const wanted = language !== '' && !endless

  useEffect(() => {
    const asked = groups.slice(0, most.current)
    const from = asked.findIndex((text, index) => known.current[index]?.text !== text)
    if (!wanted || from < 0) return
    listeners.set(block, ({ group, tokens, last }) => {
      const text = tokens.map(([part]) => part).join('')
      known.current = [...known.current.slice(0, group), { text, tokens }]
      setColoured(known.current)
      const words = known.current.reduce((sum, each) => sum + each.tokens.length, 0)
      if (words > MOST_TOKENS) most.current = Math.min(most.current, group + 1)
      if (!last) return
      // Of code that has grown only the last is kept.
      kept.delete(key.current)
      key.current = keyOf(groups, language)
      keep(key.current, known.current)
    })
    ask({ block, language, groups: asked, from })
  }, [wanted, block, groups, language])
  useEffect(() => () => void listeners.delete(block), [block])

  return coloured
}

function ask(request: ColourRequest) {
  worker ??= start()
  worker.postMessage(request)
}

function start() {
  const thread = new Worker(new URL('colouring.ts', import.meta.url), { type: 'module' })
  thread.addEventListener('message', ({ data }: MessageEvent<ColouredGroup>) =>
    listeners.get(data.block)?.(data),
  )
  return thread
}

function keyOf(groups: readonly string[], language: string) {
  return `${language}\n${groups.slice(0, COLOURED).join('')}`
}

function keep(key: string, coloured: readonly Coloured[]) {
  kept.delete(key)
  kept.set(key, coloured)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
}
