import { expect, test } from 'vitest'
import {
  namesWanted,
  suggestionsFor,
  withSuggestion,
} from '../../../src-renderer/features/search/suggest'

const names = { projects: ['Garden', 'Tax return'], tags: ['urgent'], models: ['m-large', 'x'] }
const now = new Date(2026, 10, 20)

function inserts(text: string, caret = text.length) {
  return suggestionsFor(text, caret, names, now).items.map((item) => item.insert)
}

test('the beginning of a filter is completed; a letter or a plain word is not', () => {
  expect(inserts('plans fr')).toEqual(['from:me', 'from:model'])
  expect(inserts('plans f')).toEqual([])
  expect(inserts('plans')).toEqual([])
  expect(inserts('is:')).toEqual(['is:pinned', 'is:archived'])
  expect(inserts('is:pinned')).toEqual([])
})

test('projects, tags and models are completed by any part of their name', () => {
  expect(inserts('in:')).toEqual(['in:Garden', 'in:"Tax return"', 'in:trash'])
  expect(inserts('in:ret')).toEqual(['in:"Tax return"'])
  expect(inserts('in:"tax r')).toEqual(['in:"Tax return"'])
  expect(inserts('tag:')).toEqual(['tag:urgent'])
  expect(inserts('model:lar')).toEqual(['model:m-large'])
  expect(inserts('after:')).toEqual([
    'after:2026-11-20',
    'after:2026-11-01',
    'after:2026-10-01',
    'after:2026-01-01',
  ])
})

test('names are asked for only where a filter wants them', () => {
  expect(namesWanted('a in:b', 6)).toBe('projects')
  expect(namesWanted('tag:', 4)).toBe('tags')
  expect(namesWanted('in', 2)).toBeNull()
})

test('what is taken replaces the word at the caret, and leaves room for the next', () => {
  const text = 'in:tax plans'
  const taken = withSuggestion(text, suggestionsFor(text, 6, names, now), 'in:"Tax return"')
  expect(taken).toEqual({ text: 'in:"Tax return" plans', caret: 15 })
  expect(withSuggestion('fr', suggestionsFor('fr', 2, names, now), 'from:me').text).toBe('from:me ')
  expect(withSuggestion('mo', suggestionsFor('mo', 2, names, now), 'model:').text).toBe('model:')
})
