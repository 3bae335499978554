import * as z from 'zod'
import { Id } from '../entities'

/** A call: the shape of the question, and of the answer. */
export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O) {
  return { input, output }
}

export const nothing = z.void()
export const byId = z.strictObject({ id: Id })
