import { useTranslation } from 'react-i18next'
import { useView } from '../../stores/view'
import { Dialog } from '../../ui/Dialog'
import { ShortcutSheet } from './ShortcutSheet'

export default function ShortcutsDialog() {
  const { t } = useTranslation('common')
  const open = useView((state) => state.shortcutsOpen)
  return (
    <Dialog
      open={open}
      title={t('shortcuts.title')}
      size="w-[46rem]"
      onClose={() => useView.getState().showShortcuts(false)}
    >
      <div tabIndex={0} className="overflow-y-auto p-5 -outline-offset-2">
        <ShortcutSheet />
      </div>
    </Dialog>
  )
}
