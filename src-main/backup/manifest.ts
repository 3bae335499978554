import * as z from 'zod'

/**
 * The form of a backup file that this program writes; a higher number was written by a newer one. The first had
 * the search index in its database, and a seal over every byte.
 */
export const FORMAT = 2

/** How the things in a backup are named; anything else in one is refused. */
export const NAMES = {
  manifest: 'manifest.json',
  database: 'keepsake.db',
  settings: 'settings.json',
  keys: 'keys.age',
} as const

const ATTACHMENT = /^attachments\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/

/** What a backup says of itself. Sizes in bytes, `created` in milliseconds since 1970. */
export const Manifest = z.object({
  format: z.number().int().min(1).max(FORMAT),
  app: z.string(),
  schema: z.number().int().min(1),
  created: z.number().int(),
  /** Things in each category that can be restored by itself. */
  counts: z.record(z.string(), z.number().int().min(0)),
  /** Rows of each table of the database. */
  rows: z.record(z.string(), z.number().int().min(0)),
  secrets: z.enum(['excluded', 'encrypted']),
  /** Attachments, by SHA-256, whose bytes were gone or damaged when the backup was made. */
  missing: z.array(z.string()),
  entries: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
export type Manifest = z.infer<typeof Manifest>
export type ManifestEntry = Manifest['entries'][number]

/** Reads a manifest; `newer` where a newer program wrote it, null where it is none. */
export function readManifest(text: string): Manifest | 'newer' | null {
  try {
    const content: unknown = JSON.parse(text)
    if (Newer.safeParse(content).success) return 'newer'
    return Manifest.safeParse(content).data ?? null
  } catch {
    return null
  }
}

const Newer = z.object({ format: z.number().gt(FORMAT) })

/** Whether a backup may hold something of this name. No name leads out of a folder. */
export function isKnownName(name: string): boolean {
  return Object.values(NAMES).some((known) => known === name) || ATTACHMENT.test(name)
}

/** The content, by SHA-256, that a name stands for; null for what is no attachment. */
export function contentOfName(name: string): string | null {
  return ATTACHMENT.exec(name)?.[2] ?? null
}

/** Where the bytes of an attachment lie, in the data folder and in a backup alike. */
export function attachmentName(sha256: string): string {
  return `attachments/${sha256.slice(0, 2)}/${sha256}`
}
