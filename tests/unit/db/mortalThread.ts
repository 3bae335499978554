import { queries } from '../../../src-main/db/queries'
import { mortal } from './mortalQueries'

// A database thread of the program that can be made to die.
Object.assign(queries, { mortal })
await import('../../../src-main/db/thread')
