import type { Result } from '@contract/errors'
import type { ImportSource } from '@contract/imports'
import { call, pathOf } from '../../api'
import { useImports } from '../../stores/imports'
import { useView } from '../../stores/view'

/** Asks the user for files or a folder, and says what importing them would do. */
export async function chooseImport(folder: boolean) {
  const { stage, show } = useImports.getState()
  if (stage?.kind === 'running') show()
  else await look(await call('imports.choose', { folder }))
}

/** The same for what was dropped on the window. */
export async function dropImport(files: readonly File[]) {
  const paths = files.map(pathOf).filter((path) => path !== '')
  if (paths.length > 0) await look(await call('imports.drop', { paths }))
}

async function look(answer: Result<ImportSource[]>) {
  const { look, fail } = useImports.getState()
  if (!answer.ok) fail(answer.error)
  else if (answer.value.length > 0) {
    // Over the chat, where its notices can be seen.
    useView.getState().openSettings(null)
    await look(answer.value)
  }
}
