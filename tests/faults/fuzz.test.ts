import { test } from 'vitest'
import { type CallName, calls } from '@contract/calls'
import { refuseAll } from '../unit/ipc/refusing'

const PAYLOADS = 10_000

test.for(Object.keys(calls) as CallName[])(
  '10,000 bad payloads for %s: each is answered with a reason and changes nothing',
  (name) => refuseAll(name, PAYLOADS),
)
