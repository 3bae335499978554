import type { CallInput, CallName, CallOutput } from '@contract/calls'
import type { Result } from '@contract/errors'
import { type Devtools, evaluate } from './devtools'
import { watchTasks } from './tasks'

/** The page of a window. */
export interface Page {
  /** When its composer could be used and was painted, in milliseconds since 1970. */
  usableAt: number
  evaluate<T>(expression: string): Promise<T>
  call<K extends CallName>(name: K, input?: CallInput<K>): Promise<CallOutput<K>>
  /** Loads the page anew and waits until its composer can be used. */
  reload(): Promise<void>
  /** Gives a file to the page, as who drops it does: only then may the page name it. */
  give(file: string): Promise<void>
  type(text: string): Promise<void>
  pressEnter(): Promise<void>
  /** See there. */
  watchTasks(): Promise<() => Promise<number>>
  /** Milliseconds of processor time that the page's thread has spent so far, by what it did. */
  spent(): Promise<{ script: number; layout: number; all: number }>
}

const BINDING = 'benchUsable'

// Two steps after it was found: the frame that shows it, and the end of that frame.
const WATCH = `(() => {
  if (globalThis.benchWatched) return
  globalThis.benchWatched = true
  const look = () => {
    const field = document.querySelector('#composer')
    if (!field || field.disabled) return requestAnimationFrame(look)
    field.focus()
    if (document.activeElement !== field) return requestAnimationFrame(look)
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => ${BINDING}(String(performance.timeOrigin + performance.now()))
      port2.postMessage(null)
    })
  }
  look()
})()`

/** Waits for a window whose page has a composer. */
export async function openPage(browser: Devtools): Promise<Page> {
  let tellUsable: (at: number) => void = () => undefined
  const usable = () => new Promise<number>((resolve) => (tellUsable = resolve))
  const first = usable()
  browser.on('Runtime.bindingCalled', ({ name, payload }: { name: string; payload: string }) => {
    if (name === BINDING) tellUsable(Number(payload))
  })
  const attached = new Promise<string>((resolve) => {
    const listen = (event: { sessionId: string; targetInfo: { type: string } }) => {
      if (event.targetInfo.type === 'page') resolve(event.sessionId)
    }
    browser.on('Target.attachedToTarget', listen)
  })
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: true,
  })
  const session = await attached
  const send = (method: string, params?: object) => browser.send(method, params, session)
  await send('Page.enable')
  await send('Runtime.enable')
  await send('Runtime.addBinding', { name: BINDING })
  await send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH })
  // The document may be there already; a navigation that is under way ends this one's context, and may
  // have begun too early for the script above.
  const watch = () => void evaluate(browser, WATCH, session).catch(() => undefined)
  browser.on('Page.frameNavigated', watch)
  browser.on('Page.domContentEventFired', watch)
  watch()
  const usableAt = await first
  await send('Performance.enable', { timeDomain: 'threadTicks' })

  return {
    usableAt,
    evaluate: (expression) => evaluate(browser, expression, session),
    async call(name, input) {
      const words = [name, input].map((each) => JSON.stringify(each))
      const expression = `window.api.call(${words.join(', ')})`
      const answer = await evaluate<Result<never>>(browser, expression, session)
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
      return answer.value
    },
    async reload() {
      const again = usable()
      await send('Page.reload')
      await again
    },
    async give(file) {
      const expression = `Object.assign(document.createElement('input'), { type: 'file' })`
      const { result } = (await send('Runtime.evaluate', { expression })) as {
        result: { objectId: string }
      }
      const { objectId } = result
      await send('DOM.setFileInputFiles', { files: [file], objectId })
      const functionDeclaration = 'function () { window.api.pathOf(this.files[0]) }'
      await send('Runtime.callFunctionOn', { objectId, functionDeclaration })
    },
    async type(text) {
      await send('Input.insertText', { text })
    },
    async pressEnter() {
      const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...key })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
    },
    watchTasks: () => watchTasks(browser),
    async spent() {
      const { metrics } = (await send('Performance.getMetrics')) as {
        metrics: { name: string; value: number }[]
      }
      const of = (name: string) => 1000 * (metrics.find((one) => one.name === name)?.value ?? 0)
      return {
        script: of('ScriptDuration'),
        layout: of('LayoutDuration') + of('RecalcStyleDuration'),
        all: of('TaskDuration'),
      }
    },
  }
}
