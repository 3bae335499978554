/** What the user is asked to choose in the system's dialog. */
export type Choosing = 'import' | 'importFolder' | 'attach' | 'openBackup' | 'backupFolder' | 'move'

/** Asks for files or a folder, beginning in `startIn`; answers none where the user closes the dialog. */
export type AskOpen = (what: Choosing, startIn?: string | null) => Promise<string[]>
