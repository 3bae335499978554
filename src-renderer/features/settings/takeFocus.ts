/** For `ref`: what appears because the user asked for it has the focus at once. */
export function takeFocus(element: HTMLElement | null) {
  element?.focus()
}
