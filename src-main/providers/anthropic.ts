import { createAnthropic } from '@ai-sdk/anthropic'
import * as z from 'zod'
import { completeAddress, HOMES } from './address'
import { listModels, ModelName } from './listModels'
import type { ChatProvider, ProviderConfig } from './provider'
import { streamBySdk, type Deps } from './sdk'

const Entry = z.object({
  id: ModelName,
  max_input_tokens: z.number().int().positive().optional().catch(undefined),
})

/** Anthropic's Messages API. Models that refuse a prefill are asked to go on instead. */
export function openAnthropic(config: ProviderConfig, deps: Deps): ChatProvider {
  const address = completeAddress(config.baseUrl, HOMES.anthropic)
  const apiKey = config.key ?? ''
  return {
    stream(request, signal) {
      const kind = {
        address,
        config,
        continueBy: 'prefill' as const,
        model: (fetch: Deps['fetch']) =>
          createAnthropic({ baseURL: address, apiKey, headers: config.headers, fetch }).chat(
            request.model,
          ),
      }
      return streamBySdk(kind, request, signal, deps)
    },
    models: (signal) =>
      listModels(`${address}/models?limit=1000`, {
        headers: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01', ...config.headers },
        read: (body) => z.object({ data: z.array(z.unknown()) }).safeParse(body).data?.data,
        toModel(entry) {
          const { data } = Entry.safeParse(entry)
          if (!data) return null
          const contextLength = data.max_input_tokens
          return { name: data.id, ...(contextLength && { contextLength }) }
        },
        address,
        config,
        signal,
        deps,
      }),
  }
}
