import { protocol, type ProtocolResponse, type Session } from 'electron'
import { readFileSync } from 'node:fs'
import { extname, join, relative, resolve, sep } from 'node:path'
import { answerContent, type FindContent, isContentUrl } from './contentProtocol'

/** Our own page: pages are not opened as files. */
export const APP_URL = 'app://bundle/index.html'

/** Whether this is a page of our own. Node's URL knows no origin for a scheme of ours. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol: scheme, host } = new URL(url)
  return scheme === 'app:' && host === 'bundle'
}

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

/** Nothing is loaded but our own files; nothing is sent anywhere. */
export const CONTENT_SECURITY_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob: app://attachments`,
  `font-src 'self' data:`,
  `connect-src 'none'`,
  `worker-src 'self'`,
  `frame-src 'none'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

/** Must run before the program is ready. */
export function declareProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/**
 * Serves our own files, and the contents of files of the open profile. Not by `protocol.handle`, though
 * Electron calls this one deprecated: that makes a `Request` and a `Response` of each, and to load Node's
 * takes the shell thread 35 ms, for which every first page would wait. Settles when the first file is given.
 */
export function serveApp(session: Session, folder: string, find: FindContent): Promise<void> {
  const first = Promise.withResolvers<void>()
  session.protocol.registerBufferProtocol('app', ({ url }, answer) => {
    if (isContentUrl(url)) void answerContent(url, find).then(answer)
    else answer(answerRequest(url, folder))
    first.resolve()
  })
  return first.promise
}

/** One of our own files, or 404: never a path outside `folder`. */
export function answerRequest(url: string, folder: string): ProtocolResponse {
  const found = bundledFile(url, folder)
  if (!found) return NOTHING
  try {
    return {
      statusCode: 200,
      // Read at once: the page waits for nothing else, and asking another thread takes longer.
      data: readFileSync(found.file),
      headers: {
        'content-type': found.mediaType,
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    }
  } catch {
    return NOTHING
  }
}

const NOTHING: ProtocolResponse = { statusCode: 404, data: Buffer.alloc(0) }

function bundledFile(url: string, folder: string): { file: string; mediaType: string } | null {
  if (!isOwnPage(url)) return null
  let path: string
  try {
    path = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
  const file = resolve(folder, join('.', path))
  const inside = relative(folder, file)
  const mediaType = MEDIA_TYPES[extname(file)]
  if (inside === '' || inside.startsWith('..') || inside.split(sep).includes('..')) return null
  if (path.includes('\0') || path.includes('\\') || !mediaType) return null
  return { file, mediaType }
}
