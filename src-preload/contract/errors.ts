/**
 * Every failure that a user can meet. The catalogue (`resources/locales/<language>/errors.json`)
 * says for each code what happened, what it means for the data, and what to do next.
 */
export const ERROR_CODES = [
  'internal',
  'bad_input',
  'not_found',
  'forbidden_sender',
  'reply_running',
  'no_provider',
  'database_restarted',
  'database_damaged',
  'database_newer',
  'database_older',
  'database_missing',
  'database_foreign',
  'database_busy',
  'migration_failed',
  'backup_damaged',
  'backup_newer',
  'profile_damaged',
  'profile_newer',
  'backup_folder_missing',
  'passphrase_wrong',
  'disk_full',
  'disk_error',
  'read_only',
  'folder_unusable',
  'file_disk_full',
  'file_refused',
  'file_not_verified',
  'pdf_too_large',
  'root_locked',
  'move_refused',
  'move_interrupted',
  'move_not_verified',
  'old_copy_changed',
  'link_refused',
  'key_store_missing',
  'key_unreadable',
  'provider_unreachable',
  'provider_not_found_host',
  'provider_tls',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_not_found',
  'provider_no_models',
  'provider_timed_out',
  'provider_idle',
  'provider_rate_limited',
  'provider_overloaded',
  'provider_bad_request',
  'provider_bad_response',
  'provider_failed',
  'provider_too_large',
  'provider_cut_off',
  'provider_redirected',
  'provider_context_full',
  'import_unknown_format',
  'import_damaged',
  'import_newer',
  'import_running',
  'import_too_large',
  'attachment_too_large',
  'attachment_too_many',
  'attachment_no_room',
  'attachment_unreadable',
  'attachment_missing',
  'attachment_damaged',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * A failure as it travels and as it is stored. `detail` is the other side's own words (a server's
 * message, the system's error text); `values` fill the placeholders of the catalogue's sentences.
 */
export interface Failure {
  code: ErrorCode
  detail?: string
  values?: Record<string, string | number>
}

/** What a call answers: a value, because a rejected promise loses its code on the way to a window. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }
