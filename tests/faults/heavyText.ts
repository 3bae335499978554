import { openRandom } from '../bench/generate/random'
import { openWriter } from '../bench/generate/text'
import { openWords } from '../bench/generate/words'

const TICKS = '```'
const WORDS = ['zwar', 'the', 'quite', 'ongoing', 'of', 'memory', 'and', 'paper', 'which', 'a']

/** What takes time or room to draw. Each is one reply, of about so many characters where that is what makes it heavy. */
export function heavyTexts(length: number): Record<string, string> {
  const columns = Math.ceil(length / 100)
  const row = (cell: string) => `|${`${cell}|`.repeat(columns)}`
  const some = (all: number) => Math.ceil((all * length) / 1_000_000)
  const formula = '$$\\int_0^1 \\frac{x^2}{\\sqrt{1 + x}} dx$$\n\n'
  return {
    'a first formula': `The answer is\n\n${formula}and no other.`,
    formulas: formula.repeat(some(1000)),
    'one large formula': `$$\\begin{pmatrix}${'a_{ij} & \\frac{1}{2} \\\\ '.repeat(some(500))}\\end{pmatrix}$$`,
    'a formula as large as is drawn': `$$\\begin{pmatrix}${'a_{ij} & \\frac{1}{2} \\\\ '.repeat(58)}\\end{pmatrix}$$`,
    'formulas in one paragraph': 'and $$x^2 + y_n$$ '.repeat(some(500)),
    'one line': 'a'.repeat(length),
    'one line of words': 'word '.repeat(length / 5),
    'a wide table': [row('h'), row('-'), row('c')].join('\n'),
    'a long table': `| h | h |\n|---|---|\n${'| a cell | a cell |\n'.repeat(length / 40)}`,
    'a table of 300 by 100': grid(some(300), 100),
    'a table of 500 by 20': grid(some(500), 20),
    'small tables': `${grid(8, 4)}\n\nWords.\n\n`.repeat(some(500)),
    'lines without a gap': 'a line of some words\n'.repeat(length / 20),
    'many paragraphs': 'A paragraph *of* some words.\n\n'.repeat(some(10_000)),
    headings: Array.from({ length: some(2000) }, (_, n) => `## Heading ${n}\n\nText.\n\n`).join(''),
    'nested elements': '<div>'.repeat(5000),
    'nested elements in blocks': '<div>\n\n'.repeat(3000),
    'deep elements': `${'<div><b>'.repeat(2500)}deep${'</b></div>'.repeat(2500)}`,
    'nested quotes': `${'>'.repeat(5000)} deep`,
    'nested lists': Array.from({ length: 200 }, (_, n) => `${'  '.repeat(n)}- deep`).join('\n'),
    'a long list': '- A point *of* `some` words\n'.repeat(some(10_000)),
    'a list of tasks': '- [ ] A point\n  - [x] Another\n'.repeat(some(5000)),
    'open brackets': '['.repeat(length / 50),
    'emphasis without end': '*a_ '.repeat(length / 100),
    asterisks: '*'.repeat(some(50_000)),
    'words in bold': '**word** and _other_ '.repeat(some(20_000)),
    backticks: `${'`'.repeat(length / 100)} ${'`a'.repeat(length / 100)}`,
    'code in a line': `See \`${'a = [1, 2] '.repeat(some(20_000))}\`.`,
    'much code': `${TICKS}js\n${'const a = [1, 2, 3]\n'.repeat(length / 40)}${TICKS}`,
    'code of a large grammar': `${TICKS}cpp\n${'template <typename T> auto f(const T &x) { return [&] { return x; }; }\n'.repeat(length / 100)}${TICKS}`,
    'code in one line': `${TICKS}json\n[${'{"a":[1,2],"b":"c"},'.repeat(length / 30)}0]\n${TICKS}`,
    'long JSON': `${TICKS}json\n${JSON.stringify(
      Array.from({ length: some(20_000) }, (_, id) => ({ id, name: 'a name', tags: ['x', 'y'] })),
      null,
      2,
    )}\n${TICKS}`,
    'a long difference': `${TICKS}diff\n${'@@ -1,3 +1,3 @@\n-const a = 1\n+const a = 2\n const b = 3\n'.repeat(some(5000))}${TICKS}`,
    'code of long lines': `${TICKS}ts\n${`const a = [${'"some text", '.repeat(300)}]\n`.repeat(some(200))}${TICKS}`,
    'code in a list': `- Do this:\n\n  ${TICKS}ts\n${'  const a = 1\n'.repeat(some(10_000))}  ${TICKS}\n`,
    'hidden characters in code': `${TICKS}js\n${'a\u202e\u2066b\u200b\n'.repeat(some(50_000))}${TICKS}`,
    'small blocks of code': `${TICKS}ts\nconst a = 1\n${TICKS}\n\nWords.\n\n`.repeat(some(1000)),
    links: 'See [this](https://a.example/b) and `that`. '
      .repeat(50)
      .concat('\n\n')
      .repeat(some(200)),
    'bare links': 'https://a.example/path?and=query '.repeat(some(10_000)),
    notes: Array.from(
      { length: some(2000) },
      (_, n) => `Said[^${n}].\n\n[^${n}]: A note.\n\n`,
    ).join(''),
    pictures: '![a picture](https://a.example/b.png)\n\n'.repeat(some(1000)),
    entities: '&amp;&#x41;'.repeat(length / 50),
    'marks on letters': `${'a\u0300\u0301\u0302\u0303\u0323\u0331'.repeat(40)} `.repeat(some(2000)),
    'other directions': '\u202eabc \u2067def\u2069 שלום עולם مرحبا '.repeat(some(20_000)),
    // Signs that the machine has a font for: for others Chromium asks for one again each time.
    'signs of all kinds': '→ ≠ ∑ “é” ñ Ж Ω — '.repeat(some(40_000)),
    prose: prose(length),
    'an ordinary reply': ordinary(),
    'notes in prose': `${prose(14_000).replaceAll('.\n', '[^1].\n')}[^1]: A note.\n\n`,
  }
}

function grid(rows: number, columns: number): string {
  const line = (cell: (column: number) => string) =>
    `| ${Array.from({ length: columns }, (_, column) => cell(column)).join(' | ')} |\n`
  const body = Array.from({ length: rows }, (_, n) => line((column) => `cell ${n * column}`))
  return line((column) => `h ${column}`) + line(() => '---') + body.join('')
}

/** Of all that models write, as much as is drawn at once. */
function ordinary(): string {
  const random = openRandom(7)
  return openWriter(random, openWords(random)).markdown(9500)
}

/** Paragraphs of all lengths, as people write. */
function prose(length: number): string {
  const random = openRandom(3)
  let text = ''
  while (text.length < length) {
    const words = Array.from({ length: random.between(5, 400) }, () => random.pick(WORDS))
    text += `${words.join(' ')}.\n\n`
  }
  return text
}
