import { expect, test } from 'vitest'
import { argumentsFor } from '../../../src-main/shell/arguments'

test('the next start has the arguments of this one, and another folder where one is given', () => {
  const args = ['/checkout', '--data-dir', '/old', '--lang=de']
  expect(argumentsFor(args)).toEqual(args)
  expect(argumentsFor(args, '/new')).toEqual(['/checkout', '--lang=de', '--data-dir=/new'])
  expect(argumentsFor(['--data-dir=/old'], '/new')).toEqual(['--data-dir=/new'])
})
