import { Notification } from 'electron'

/** Shows notifications of the system; each is held until it is over, or its click would be lost. */
export function systemNotifications() {
  const shown = new Set<Notification>()
  return (title: string, body: string, onClick: () => void): void => {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    shown.add(notification)
    notification.on('close', () => shown.delete(notification))
    notification.on('click', () => {
      shown.delete(notification)
      onClick()
    })
    notification.show()
  }
}
