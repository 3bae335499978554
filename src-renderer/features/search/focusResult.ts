export function resultId(index: number) {
  return `search-result-${index}`
}

/** From the field into the results: to the one that had the focus, else the first in sight. */
export function focusFirstResult() {
  requestAnimationFrame(() => {
    const list = document.getElementById('search-results')
    list?.querySelector<HTMLElement>('[role=option][tabindex="0"]')?.focus()
  })
}
