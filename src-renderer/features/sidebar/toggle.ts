import { useSettings } from '../../stores/settings'
import { useView } from '../../stores/view'
import { isNarrow } from '../../ui/useNarrow'

export function toggleSidebar() {
  if (isNarrow()) {
    const { sidebarOver, showSidebarOver } = useView.getState()
    return showSidebarOver(!sidebarOver)
  }
  const { value, update } = useSettings.getState()
  void update({ sidebarOpen: !(value?.sidebarOpen ?? true) })
}
