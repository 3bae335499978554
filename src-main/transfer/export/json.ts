import type { ExportedMessage, Tree } from '../../db/exports'
import { asJson } from './jsonFrame'
import { leaveOut, type Tally } from './tally'

/** The version of this form; it changes only when an older program could not read it any more. */
const VERSION = 1

/**
 * Our own form, which is meant to be read again without loss. One conversation is an object, several
 * are an array of such objects:
 *
 *     {"format": "keepsake", "version": 1, "conv": {…}, "messages": [{…}, …]}
 *
 * `conv` is the conversation with every field of the contract's `Conversation`, and `tags` (each as the
 * contract's `Tag`, in the order of `tagIds`) and `projects` (`{id, name}`, the outermost first).
 * `messages` are all versions of all messages in order of creation, each with every field of the
 * contract's `Message`, and `attachments`: `{id, sha256, bytes, mediaType, name, extractedText,
 * createdAt}`, without the content of the files. The tree is in `parentId`; `conv.currentMessageId` is
 * the leaf that is shown. Times are milliseconds since 1970. Left out are deleted messages, so that a
 * `parentId` names the nearest one that is not; a reply that is being written is `interrupted`.
 */
export function* writeJson(
  tally: Tally,
  trees: Iterable<Tree>,
  { many }: { many: boolean },
): Generator<string> {
  yield* asJson(tally, framed(tally, trees), many)
}

function* framed(tally: Tally, trees: Iterable<Tree>) {
  for (const tree of trees) {
    const { conversation, tags, projects } = tree
    const head = {
      format: 'keepsake',
      version: VERSION,
      conv: { ...conversation, tags, projects },
    }
    yield { head, messages: messagesOf(tally, tree) }
  }
}

function* messagesOf(tally: Tally, { places, read }: Tree): Generator<ExportedMessage> {
  for (const place of places) {
    const message = read(place)
    tally.messages += 1
    leaveOut(tally, 'attachments', 'content', message.attachments.length)
    yield message
  }
}
