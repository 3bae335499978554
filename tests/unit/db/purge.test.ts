import { expect, test } from 'vitest'
import * as conversations from '../../../src-main/db/conversations'
import { checkDatabase } from '../../../src-main/db/doctor'
import { runQuery } from '../../../src-main/db/queries'
import { temporaryDatabase } from '../world'
import { longChain } from './chain'

const LENGTH = 10_000

test('a chain of 10,000 messages goes in one deletion, with everything that belongs to it', () => {
  const db = temporaryDatabase()
  const id = longChain(db, LENGTH)
  expect(runQuery(db, { file: 'conversations', name: 'purge', args: [[id]] })).toEqual([id])
  expect(conversations.counts(db)).toEqual({ conversations: 0, messages: 0 })
  expect(checkDatabase(db).checks.filter(({ ok }) => !ok)).toEqual([])
})
