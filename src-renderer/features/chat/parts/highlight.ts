import type { CodeHighlighterPlugin } from 'streamdown'

// The pair of GitHub's themes whose every colour has enough contrast on our code background.
export const themes: [string, string] = ['github-light-default', 'github-dark-default']

let come: CodeHighlighterPlugin | null = null

/** Colours code. The highlighter is loaded with the first block; until then code is plain, in the same lines. */
export const highlight: CodeHighlighterPlugin = {
  name: 'shiki',
  type: 'code-highlighter',
  getThemes: () => themes,
  supportsLanguage: (language) => come?.supportsLanguage(language) ?? true,
  getSupportedLanguages: () => come?.getSupportedLanguages() ?? [],
  highlight(options, callback) {
    if (come) return come.highlight(options, callback)
    void colour(options, callback)
    return null
  },
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
