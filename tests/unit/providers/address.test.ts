import { expect, test } from 'vitest'
import { completeAddress, isNearby } from '../../../src-main/providers/address'

const home = { url: 'https://api.home.test', path: '/v1' }

test.each([
  ['', 'https://api.home.test/v1'],
  ['http://localhost:11434', 'http://localhost:11434/v1'],
  ['http://localhost:11434/', 'http://localhost:11434/v1'],
  ['http://localhost:11434/v1', 'http://localhost:11434/v1'],
  ['http://localhost:11434/v1///', 'http://localhost:11434/v1'],
  ['localhost:11434', 'http://localhost:11434/v1'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080/v1'],
  ['gpu-box:8000', 'http://gpu-box:8000/v1'],
  ['192.168.1.5:8000/api', 'http://192.168.1.5:8000/api'],
  ['[::1]:8080', 'http://[::1]:8080/v1'],
  ['openrouter.ai/api/v1', 'https://openrouter.ai/api/v1'],
  ['  https://api.openai.com/v1/chat/completions ', 'https://api.openai.com/v1'],
  ['https://a.test/v1/models?x=1#y', 'https://a.test/v1'],
  ['HTTPS://A.TEST', 'https://a.test/v1'],
])('"%s" is completed to %s', (typed, address) => {
  expect(completeAddress(typed, home)).toBe(address)
})

test.each([
  ['file:///etc/passwd'],
  ['javascript://x'],
  ['http://'],
  ['https://me:word@a.test'],
  ['a b'],
])('"%s" is refused', (typed) => {
  expect(() => completeAddress(typed, home)).toThrow('provider_bad_request')
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['10.0.0.1', true],
  ['172.20.1.1', true],
  ['172.32.1.1', false],
  ['192.168.0.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['[::1]', true],
  ['[::]', true],
  ['[fe80::1]', true],
  ['[fd00::1]', true],
  ['[::ffff:7f00:1]', true],
  ['[2001:db8::1]', false],
  ['printer.local', true],
  ['8.8.8.8', false],
  ['1270.com', false],
  ['127.0.0.1.evil.com', false],
  ['api.openai.com', false],
])('whether %s is nearby: %s', (host, nearby) => {
  expect(isNearby(host)).toBe(nearby)
})
