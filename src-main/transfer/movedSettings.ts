import type { Settings } from '@contract/settings'

/** Settings that make sense in another profile and give nothing a right that it did not have. */
export const MOVED_SETTINGS = [
  'theme',
  'language',
  'sendKey',
  'messageFontSize',
  'sidebarWidth',
  'sidebarOpen',
  'titlesByModel',
  'notifyWhenDone',
  'listSort',
  'keys',
] as const satisfies readonly (keyof Settings)[]
