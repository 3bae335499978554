import type { CodeHighlighterPlugin } from 'streamdown'

// The pair of GitHub's themes whose every colour has enough contrast on our code background.
export const themes: [string, string] = ['github-light-default', 'github-dark-default']

/** Colouring more than this takes longer than a frame, and again for each line that arrives. */
const LONGEST = 20_000

let come: CodeHighlighterPlugin | null = null

/** Colours code. The highlighter is loaded with the first block; until then code is plain, in the same lines. */
export const highlight: CodeHighlighterPlugin = {
  name: 'shiki',
  type: 'code-highlighter',
  getThemes: () => themes,
  supportsLanguage: (language) => come?.supportsLanguage(language) ?? true,
  getSupportedLanguages: () => come?.getSupportedLanguages() ?? [],
  highlight(options, callback) {
    if (options.code.length > LONGEST) return uncoloured(options.code)
    if (come) return come.highlight(options, callback)
    void colour(options, callback)
    return null
  },
}

/** In one stretch. Not null: the block would go on showing what was coloured last. */
function uncoloured(code: string) {
  const plain = { color: 'inherit', bgColor: 'transparent', htmlStyle: {}, offset: 0 }
  return { bg: 'transparent', fg: 'inherit', tokens: [[{ content: code, ...plain }]] }
}

async function colour(...[options, callback]: Parameters<CodeHighlighterPlugin['highlight']>) {
  const plugin = await load()
  const result = plugin.highlight(options, callback)
  if (result) callback?.(result)
}

async function load() {
  const { createCodePlugin } = await import('@streamdown/code')
  come ??= createCodePlugin({ themes: ['github-light-default', 'github-dark-default'] })
  return come
}
