import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** What axe objects to in what is on the screen. */
export async function barriers(page: Page): Promise<string[]> {
  // Colours are measured when nothing fades any more.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  )
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found: string[] = []
  for (const { id, nodes } of violations) {
    for (const { html, target, failureSummary } of nodes) {
      // A menu lies above all landmarks, as a dialog does; axe excepts only dialogs from its rule.
      if (id === 'region' && (await isInMenu(page, String(target[0])))) continue
      found.push(`${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`)
    }
  }
  return found
}

function isInMenu(page: Page, selector: string): Promise<boolean> {
  return page.evaluate(
    (selector) => document.querySelector(selector)?.closest('[role=menu]') != null,
    selector,
  )
}
