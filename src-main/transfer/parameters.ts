import { Parameters } from '@contract/entities'
import { numeric, type Raw } from './raw'

/** Parameters of a request by the names that most programs use; what is out of bounds is left out. */
export function parametersOf(raw: Raw): Parameters | null {
  const given = {
    temperature: numeric(raw['temperature']),
    maxTokens: numeric(raw['maxTokens'] ?? raw['max_tokens']),
    topP: numeric(raw['topP'] ?? raw['top_p']),
  }
  const parameters: Parameters = {}
  for (const [name, value] of Object.entries(given)) {
    const parsed = Parameters.safeParse({ [name]: value })
    if (value !== undefined && parsed.success) Object.assign(parameters, parsed.data)
  }
  return Object.keys(parameters).length > 0 ? parameters : null
}
