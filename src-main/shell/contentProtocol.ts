import { readFile } from 'node:fs/promises'
import type { ProtocolResponse } from 'electron'
import { PICTURES, typeInBytes } from '../storage/mediaType'

/** Where a content of the open profile lies; null for what nothing there refers to. */
export type FindContent = (sha256: string) => Promise<string | null>

const ADDRESS = /^app:\/\/attachments\/([0-9a-f]{64})$/

export function isContentUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).host === 'attachments'
}

/**
 * A picture, by its hash and nothing else, read whole and held against it. What is none by its bytes is
 * not answered at all, so that no page can be made of what somebody attached.
 */
export async function answerContent(url: string, find: FindContent): Promise<ProtocolResponse> {
  const [, sha256] = ADDRESS.exec(url) ?? []
  if (sha256 === undefined) return nothing(404)
  try {
    const file = await find(sha256)
    if (file === null) return nothing(404)
    const content = await readFile(file)
    const type = typeInBytes(content)
    if (type === null || !PICTURES.has(type)) return nothing(415)
    const digest = await crypto.subtle.digest('SHA-256', content)
    if (Buffer.from(digest).toString('hex') !== sha256) return nothing(410)
    // It is on this disk already, and what is deleted here is to be nowhere else.
    const headers = { ...HARMLESS, 'content-type': type, 'cache-control': 'no-store' }
    return { statusCode: 200, headers, data: content }
  } catch {
    return nothing(404)
  }
}

const HARMLESS = {
  'content-security-policy': `sandbox; default-src 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

function nothing(statusCode: number): ProtocolResponse {
  return { statusCode, headers: HARMLESS, data: Buffer.alloc(0) }
}
