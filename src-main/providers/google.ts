import { createGoogle } from '@ai-sdk/google'
import * as z from 'zod'
import { completeAddress, HOMES } from './address'
import { listModels, ModelName } from './listModels'
import type { ChatProvider, ProviderConfig } from './provider'
import { streamBySdk, type Deps } from './sdk'

/** Without any model Google leaves the list out. */
const Answer = z.object({
  models: z.array(z.unknown()).optional(),
  error: z.undefined().optional(),
})
const Entry = z.object({
  name: ModelName,
  inputTokenLimit: z.number().int().positive().optional().catch(undefined),
  supportedGenerationMethods: z.array(z.string()).catch([]),
})

/** Google's Gemini API. */
export function openGoogle(config: ProviderConfig, deps: Deps): ChatProvider {
  const address = completeAddress(config.baseUrl, HOMES.google)
  const apiKey = config.key ?? ''
  return {
    stream(request, signal) {
      const kind = {
        address,
        config,
        continueBy: 'instruction' as const,
        model: (fetch: Deps['fetch']) =>
          createGoogle({
            baseURL: address,
            apiKey,
            headers: config.headers,
            fetch,
          }).chat(request.model),
      }
      return streamBySdk(kind, request, signal, deps)
    },
    models: (signal) =>
      listModels(`${address}/models?pageSize=1000`, {
        headers: { 'x-goog-api-key': apiKey, ...config.headers },
        read(body) {
          const { data } = Answer.safeParse(body)
          return data && (data.models ?? [])
        },
        toModel(entry) {
          const { data } = Entry.safeParse(entry)
          if (!data?.supportedGenerationMethods.includes('generateContent')) return null
          const contextLength = data.inputTokenLimit
          return {
            name: data.name.replace(/^models\//, ''),
            ...(contextLength && { contextLength }),
          }
        },
        address,
        config,
        signal,
        deps,
      }),
  }
}
