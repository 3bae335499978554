import type { ForeignPart } from '../foreign'
import { kept, named, parsed, type Raw, records, text } from '../raw'
import { unknownPart } from '../said'

// How Open WebUI writes what a model did besides answering: newer versions as a list of outputs, older
// ones as HTML in the text.

/** The list wins over the text, which repeats it. */
export function outputParts(output: Raw[]): ForeignPart[] {
  const calls = output.filter(({ type }) => type === 'function_call')
  const names = new Map(calls.map((each) => [text(each['call_id']), text(each['name'])]))
  return output.flatMap((item): ForeignPart[] => {
    const callId = text(item['call_id'])
    switch (item['type']) {
      case 'message': {
        const said = textsOf(item['content'])
        return said ? [{ type: 'text', text: said }] : []
      }
      case 'reasoning': {
        const thought = textsOf(item['content']) || textsOf(item['summary'])
        return thought ? [{ type: 'reasoning', text: thought }] : []
      }
      case 'function_call': {
        const input = kept(parsed(item['arguments']))
        return [{ type: 'tool_call', callId, name: text(item['name']), input }]
      }
      case 'function_call_output': {
        const name = names.get(callId) ?? ''
        const result = textsOf(item['output']) || kept(item['output'])
        return [{ type: 'tool_result', callId, name, output: result }]
      }
      default:
        return [unknownPart(item, 'open-webui')]
    }
  })
}

function textsOf(value: unknown): string {
  if (typeof value === 'string') return value
  return records(value)
    .map((each) => text(each['text']))
    .join('\n')
}

/** Blocks that Open WebUI itself put into a text; any other HTML is text. */
const DETAILS = /<details type="(reasoning|tool_calls)"([^>]{0,100000})>([\s\S]*?)<\/details>\n?/g

export function detailedParts(content: string): ForeignPart[] {
  const parts: ForeignPart[] = []
  let end = 0
  for (const match of content.matchAll(DETAILS)) {
    const [whole, type, attributes = '', inner = ''] = match
    addText(parts, content.slice(end, match.index))
    end = match.index + whole.length
    if (type === 'reasoning') parts.push(readThought(attributes, inner))
    else parts.push(...readCall(attributes))
  }
  addText(parts, content.slice(end))
  return parts
}

function addText(parts: ForeignPart[], said: string): void {
  if (said.trim() !== '') parts.push({ type: 'text', text: said })
}

function readThought(attributes: string, inner: string): ForeignPart {
  const seconds = Number(attributeOf(attributes, 'duration') ?? NaN)
  const thought = unescape(inner.replace(/^\s*<summary>[\s\S]*?<\/summary>\s*/, ''))
    .split('\n')
    .map((line) => line.replace(/^> ?/, ''))
    .join('\n')
    .trim()
  const time = Number.isFinite(seconds) ? { milliseconds: seconds * 1000 } : {}
  return { type: 'reasoning', text: thought, ...time }
}

function readCall(attributes: string): ForeignPart[] {
  const known = {
    callId: attributeOf(attributes, 'id') ?? '',
    name: attributeOf(attributes, 'name') ?? '',
  }
  const input = kept(parsed(parsed(attributeOf(attributes, 'arguments'))))
  const result = named(attributeOf(attributes, 'result'))
  const call: ForeignPart = { type: 'tool_call', ...known, input }
  if (result === null) return [call]
  return [call, { type: 'tool_result', ...known, output: kept(parsed(result)) }]
}

function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
  return found === undefined ? undefined : unescape(found)
}

function unescape(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
}
