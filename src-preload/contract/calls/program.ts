import * as z from 'zod'
import { Id } from '../entities'
import { Accelerators, Settings, SettingsPatch } from '../settings'
import { AppInfo, Profile, RecoveryCopy, RecoveryState, Rescue, StorageState } from '../state'
import { COMMANDS } from '../values'
import { call, nothing } from './call'

/** What a window asks of the program itself: where it is, its settings, profiles and recovery. */
export const programCalls = {
  'app.info': call(z.void(), AppInfo),
  'app.openLink': call(z.strictObject({ url: z.string().max(2048) }), nothing),
  'app.openDataFolder': call(z.void(), nothing),
  'app.storage': call(z.void(), StorageState),
  /** The menu's commands that do not apply to what the window shows. */
  'app.offer': call(
    z.strictObject({ without: z.array(z.enum(COMMANDS)), keys: Accelerators }),
    nothing,
  ),

  'settings.get': call(z.void(), Settings),
  'settings.update': call(z.strictObject({ patch: SettingsPatch }), nothing),

  'profiles.list': call(
    z.void(),
    z.object({ active: z.string(), profiles: z.array(Profile.extend({ bytes: z.number() })) }),
  ),
  'profiles.create': call(Profile.pick({ name: true }), Profile),
  'profiles.rename': call(Profile.pick({ id: true, name: true }), nothing),
  'profiles.switch': call(Profile.pick({ id: true }), nothing),
  'profiles.delete': call(Profile.pick({ id: true }), nothing),

  'recovery.state': call(z.void(), RecoveryState.nullable()),
  'recovery.restore': call(RecoveryCopy.pick({ file: true }), nothing),
  /** Null where it was cancelled: then all is as it was. */
  'recovery.salvage': call(z.strictObject({ jobId: Id }), Rescue.nullable()),
  'recovery.startNew': call(z.void(), nothing),
  'recovery.retry': call(z.void(), nothing),
} as const
