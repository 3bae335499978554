import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import * as z from 'zod'
import { completeAddress, HOMES } from './address'
import { listModels, ModelName } from './listModels'
import type { ChatProvider, ProviderConfig } from './provider'
import { streamBySdk, type Deps } from './sdk'

/** Ollama without models answers null. */
const Answer = z.object({ data: z.array(z.unknown()).nullable() })
const size = z.number().int().positive().optional().catch(undefined)
/** The length of the context goes by another name at OpenRouter, vLLM, Mistral and llama.cpp. */
const Entry = z.object({
  id: ModelName,
  context_length: size,
  max_model_len: size,
  max_context_length: size,
  meta: z.object({ n_ctx: size, n_ctx_train: size }).nullish().catch(null),
})

/** llama.cpp, Ollama, LM Studio, vLLM, OpenRouter, OpenAI and everything that speaks like it. */
export function openOpenAICompatible(config: ProviderConfig, deps: Deps): ChatProvider {
  const address = completeAddress(config.baseUrl, HOMES['openai-compatible'])
  return {
    stream(request, signal) {
      const kind = {
        address,
        config,
        continueBy: 'instruction' as const,
        model: (fetch: Deps['fetch']) =>
          createOpenAICompatible({
            name: 'server',
            baseURL: address,
            ...(config.key && { apiKey: config.key }),
            headers: config.headers,
            includeUsage: true,
            transformRequestBody: forOpenAI(address),
            fetch,
          }).chatModel(request.model),
      }
      return streamBySdk(kind, request, signal, deps)
    },
    models: (signal) =>
      listModels(`${address}/models`, {
        headers: {
          ...(config.key && { authorization: `Bearer ${config.key}` }),
          ...config.headers,
        },
        read(body) {
          const { data } = Answer.safeParse(body)
          return data && (data.data ?? [])
        },
        toModel(entry) {
          const { data } = Entry.safeParse(entry)
          if (!data) return null
          const { context_length, max_model_len, max_context_length, meta } = data
          const contextLength =
            context_length ??
            max_model_len ??
            max_context_length ??
            meta?.n_ctx ??
            meta?.n_ctx_train
          return { name: data.id, ...(contextLength && { contextLength }) }
        },
        address,
        config,
        signal,
        deps,
      }),
  }
}

/** OpenAI's newer models refuse the name that everybody else still expects. */
function forOpenAI(address: string) {
  const isOpenAI = new URL(address).hostname === 'api.openai.com'
  return ({ max_tokens, ...rest }: Record<string, unknown>) =>
    isOpenAI ? { ...rest, max_completion_tokens: max_tokens } : { ...rest, max_tokens }
}
