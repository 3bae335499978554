import * as z from 'zod'
import { Id, notEmpty } from './entities'
import { SEND_KEYS, SORTS, THEMES } from './values'

/** Accelerators of commands where the user chose others than the program, as Electron writes them; empty for none. */
export const Accelerators = z.record(
  z.string().max(40),
  z
    .string()
    .regex(
      /^$|^(?:(?:CmdOrCtrl|Ctrl|Alt|Shift)\+)*(?:[A-Z0-9,./;'[\]\\=`-]|F\d{1,2}|Tab|Space|Up|Down|Left|Right|Home|End|PageUp|PageDown|Backspace|Delete|Insert|Enter)$/,
    ),
)
export type Accelerators = z.infer<typeof Accelerators>

/** One row: what the user chose, in this profile. Window bounds are the machine's, not the profile's. */
export const Settings = z.object({
  theme: z.enum(THEMES),
  language: z.string(),
  sendKey: z.enum(SEND_KEYS),
  messageFontSize: z.number().int().min(10).max(32),
  sidebarWidth: z.number().int().min(180).max(640),
  sidebarOpen: z.boolean(),
  openConversationId: Id.nullable(),
  defaultProviderId: Id.nullable(),
  defaultModel: z.string().nullable(),
  titlesByModel: z.boolean(),
  notifyWhenDone: z.boolean(),
  plainKeysAllowed: z.boolean(),
  discoveryAllowed: z.boolean(),
  /** After how many days in the trash a chat is deleted for good; null for never. */
  trashDays: z.number().int().min(1).max(3650).nullable(),
  /** Bytes that chats and their files are to take at most; null for any number. Nothing is refused beyond it. */
  sizeLimit: z.number().int().min(1_000_000).nullable(),
  /** Whether the oldest chats are moved to the trash where room runs out. */
  makeRoom: z.boolean(),
  listSort: z.enum(SORTS),
  keys: Accelerators,
})
export type Settings = z.infer<typeof Settings>
export const SettingsPatch = notEmpty(Settings.partial())
export type SettingsPatch = z.infer<typeof SettingsPatch>
