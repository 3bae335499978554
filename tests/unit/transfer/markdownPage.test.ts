import { expect, test } from 'vitest'
import { markdownPage } from '../../../src-main/transfer/export/markdownPage'

test('Markdown becomes a part of a page', () => {
  const page = markdownPage(`# Big

Some *soft*, **loud**, ~~gone~~ and \`code <b>\` with [a link](https://example.org/?a=1&b=2).

> said
> - one
>   1. two

3. three
4. [x] done

| a | b |
|---|--:|
| 1 | \`x \\| y\` |

\`\`\`html
<i>
\`\`\`

---
A note.[^1] [named][it]

[^1]: below

[it]: https://example.org/named
`)
  for (const part of [
    '<h3 dir="auto">Big</h3>',
    '<em>soft</em>, <strong>loud</strong>, <del>gone</del> and <code>code &lt;b&gt;</code>',
    '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer noopener">a link</a>',
    '<blockquote dir="auto">\n<p dir="auto">said</p>\n<ul>\n<li dir="auto">one\n<ol>',
    '<ol start="3">\n<li dir="auto">three\n</li>\n<li dir="auto" class="task">☑ done',
    '<th dir="auto" style="text-align: right">b</th>',
    '<td dir="auto" style="text-align: right"><code>x | y</code></td>',
    '<pre><code>&lt;i&gt;</code></pre>',
    '<hr>',
    '<sup>[1]</sup>',
    '<a href="https://example.org/named" rel="noreferrer noopener">named</a>',
  ]) {
    expect(page).toContain(part)
  }
})

test('nothing in it runs, is fetched, or leads anywhere but to pages and letters', () => {
  const page = markdownPage(`<script>alert(1)</script> text <img src=x onerror=alert(1)>

<div onclick="x">

[a](javascript:alert(1)) [b](data:text/html,x) [c](file:///etc/passwd) [d](  java\tscript:x) [e](/here)
![pic](https://example.org/p.png) ![own](data:image/png;base64,AAAA) <javascript:alert(1)>

[f][bad] "' onmouseover=x

[bad]: vbscript:x "t"
`)
  expect(page).not.toMatch(/<(?:script|img|div onclick|iframe)/)
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
    'https://example.org/p.png',
  ])
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('Picture: own')
})

const HEAVY: [string, string][] = [
  ['quotes', `${'>'.repeat(5000)} deep`],
  ['lists', Array.from({ length: 5000 }, (_, n) => `${' '.repeat(n * 2)}- x`).join('\n')],
  ['rows', `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(200_000)}`],
  ['columns', `|${'a|'.repeat(5000)}\n|${'-|'.repeat(5000)}\n`],
  ['emphasis', '*a **b '.repeat(50_000)],
  ['brackets', '['.repeat(100_000)],
  ['backticks', Array.from({ length: 2000 }, (_, n) => '`'.repeat(n)).join(' ')],
  ['paragraphs', 'Some *words* in a `row`, and [a link](https://example.org).\n\n'.repeat(5000)],
  ['one line', 'x '.repeat(2_000_000)],
]

test.each(HEAVY)('%s without end do not hang, and all of it is there', (_, value) => {
  const before = performance.now()
  const page = markdownPage(value)
  expect(performance.now() - before).toBeLessThan(10_000)
  expect(page.length).toBeGreaterThan(value.length * 0.5)
})
