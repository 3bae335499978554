import { call } from '../../api'
import { useNotices } from '../../stores/notices'

/** Shows a backup that was made among the other files of its folder. */
export async function showBackup(file: string) {
  const shown = await call('backups.show', { file })
  if (!shown.ok)
    useNotices.getState().tell({ text: 'backup:notices.notShown', failure: shown.error })
}

/** The last part of a path, on every system. */
export function nameOf(file: string) {
  return file.split(/[\\/]/).at(-1) ?? file
}
