import { expect, test } from 'vitest'
import { Accelerators } from '@contract/settings'
import {
  acceleratorOf,
  isStrong,
  ownerOf,
} from '../../../src-renderer/features/shortcuts/accelerator'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.for([
  [{ key: 'j', code: 'KeyJ', ctrlKey: true }, 'CmdOrCtrl+J'],
  [{ key: 'J', code: 'KeyJ', ctrlKey: true, shiftKey: true }, 'CmdOrCtrl+Shift+J'],
  [{ key: ':', code: 'Semicolon', ctrlKey: true, shiftKey: true }, 'CmdOrCtrl+Shift+;'],
  [{ key: 'a', code: 'KeyQ', altKey: true }, 'Alt+A'],
  [{ key: 'ArrowUp', code: 'ArrowUp', altKey: true }, 'Alt+Up'],
  [{ key: 'F9', code: 'F9' }, 'F9'],
  [{ key: '!', code: 'Digit1', shiftKey: true, ctrlKey: true }, 'CmdOrCtrl+Shift+1'],
  [{ key: 'Control', code: 'ControlLeft', ctrlKey: true }, null],
  [{ key: 'é', code: 'IntlBackslash', ctrlKey: true }, null],
] as const)('what is pressed is written as the menu takes it: %o', ([pressed, written]) => {
  const accelerator = acceleratorOf({ ...none, ...pressed })
  expect(accelerator).toBe(written)
  if (accelerator) expect(Accelerators.safeParse({ find: accelerator }).success).toBe(true)
})

test('keys that one writes with are no keys of a command', () => {
  expect(['J', 'Shift+J', 'Enter', 'Tab'].filter(isStrong)).toEqual([])
  expect(['CmdOrCtrl+J', 'Alt+J', 'F9', 'Shift+F9', 'Ctrl+Tab'].filter(isStrong)).toHaveLength(5)
})

test('keys belong to one command at a time', () => {
  expect(ownerOf('CmdOrCtrl+N', 'find', {})).toBe('new-chat')
  expect(ownerOf('CmdOrCtrl+N', 'find', { 'new-chat': '' })).toBeNull()
  expect(ownerOf('CmdOrCtrl+J', 'find', { search: 'CmdOrCtrl+J' })).toBe('search')
  expect(ownerOf('CmdOrCtrl+F', 'find', {})).toBeNull()
  for (const taken of ['CmdOrCtrl+Z', 'CmdOrCtrl+C', 'CmdOrCtrl+3', 'F3', 'F6', 'Alt+Left']) {
    expect([taken, ownerOf(taken, 'find', {})]).toEqual([taken, 'window'])
  }
})

test('keys that the menu could not take are refused', () => {
  for (const bad of ['Ctrl+', 'CmdOrCtrl+AB', 'Hyper+A', 'ctrl+a', 'A+Ctrl']) {
    expect([bad, Accelerators.safeParse({ find: bad }).success]).toEqual([bad, false])
  }
})
