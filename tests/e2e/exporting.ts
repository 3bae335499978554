import type { Keepsake } from './app'

/** Answers the system's dialog with `file`, or (null) closes it; what it was asked is kept. */
export async function answerSaveDialog({ app }: Keepsake, file: string | null) {
  await app.evaluate(({ dialog }, file) => {
    const answer = (...asked: unknown[]) => {
      Object.assign(globalThis, { askedToSave: asked.at(-1) })
      return Promise.resolve({ canceled: file === null, filePath: file ?? '' })
    }
    Object.assign(dialog, { showSaveDialog: answer })
  }, file)
}

export const exportDialog = ({ page }: Keepsake) => page.getByRole('dialog', { name: 'Export' })
export const notices = ({ page }: Keepsake) => page.getByRole('status', { name: 'Notifications' })

/** Chooses a format and goes on to the system's dialog. */
export async function chooseFormat(keepsake: Keepsake, format: string) {
  const dialog = exportDialog(keepsake)
  await dialog.getByRole('radio', { name: format, exact: true }).click()
  await dialog.getByRole('button', { name: 'Choose place…' }).click()
}
