// Sources of small programs that run inside what is measured.

export interface Frames {
  /** The longest time between two frames, in milliseconds. */
  longest: number
  /** Frames that the browser itself calls long (over 50 ms), with the scripts in them. */
  long: { duration: number; scripts: string[] }[]
}

/** Begins to count the frames of a page; `bench.ended` settles when a reply has. */
export const WATCH_FRAMES = `(() => {
  const bench = (globalThis.bench = { longest: 0, long: [] })
  let last = performance.now()
  const frame = () => {
    const now = performance.now()
    bench.longest = Math.max(bench.longest, now - last)
    last = now
    if (globalThis.bench === bench) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const scripts = entry.scripts.map((script) =>
        script.invoker + ' ' + script.sourceFunctionName + ' ' + Math.round(script.duration))
      bench.long.push({ duration: entry.duration, scripts })
    }
  })
  observer.observe({ type: 'long-animation-frame' })
  bench.ended = new Promise((resolve) => {
    const stop = window.api.onEvent(({ name, value }) => {
      if (name !== 'message.saved' || value.role !== 'assistant') return
      if (value.status === 'streaming') return
      stop()
      resolve(value.status)
    })
  })
  bench.stop = () => {
    observer.disconnect()
    globalThis.bench = undefined
    return { longest: bench.longest, long: bench.long }
  }
})()`

export interface Block {
  /** The longest time, in milliseconds, for which the thread did not come round. */
  wall: number
  /** The most processor time that it spent in one such time: what a busy machine does not lengthen. */
  busy: number
}

/** Begins to count how long the main thread is blocked; `bench.take()` answers and begins anew. */
export const WATCH_THREAD = `(() => {
  const EVERY = 2
  const spent = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let at = performance.now()
  let before = spent()
  let worst = { wall: 0, busy: 0 }
  setInterval(() => {
    const now = performance.now()
    const used = spent()
    worst.wall = Math.max(worst.wall, now - at - EVERY)
    worst.busy = Math.max(worst.busy, used - before)
    at = now
    before = used
  }, EVERY)
  globalThis.bench = {
    take() {
      const taken = worst
      worst = { wall: 0, busy: 0 }
      return taken
    },
  }
})()`
