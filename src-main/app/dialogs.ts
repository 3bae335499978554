/** What the user is asked to choose in the system's dialog. */
export type Choosing = 'import' | 'importFolder' | 'attach' | 'openBackup' | 'backupFolder' | 'move'

/** Asks for files or a folder, beginning in `startIn`; answers none where the user closes the dialog. */
export type AskOpen = (what: Choosing, startIn?: string | null) => Promise<string[]>

/**
 * Where the user wants a file to be; the first of `extensions` is the usual one. Answers null where the
 * user closes the dialog.
 */
export type AskWhere = (wish: {
  what: 'export' | 'backup' | 'saveFile'
  /** The folder of the last time, and the name that the file would have. */
  path: string
  extensions: string[]
}) => Promise<string | null>
