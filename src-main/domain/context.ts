import type { AttachmentScan } from '@contract/attachments'
import type {
  BackupPlan,
  BackupReport,
  BackupsState,
  DatabaseCheck,
  KeptCopy,
  OpenedBackup,
  RestoreReport,
  RestoreWish,
  Tallies,
  Verified,
} from '@contract/backup'
import type { Handlers as HandlersOf, ParsedInput } from '@contract/calls'
import type { Id, Provider } from '@contract/entities'
import type { Failure } from '@contract/errors'
import type { Publish } from '@contract/events'
import type { Accelerators } from '@contract/settings'
import type { IndexProgress } from '@contract/search'
import type {
  ImportChoice,
  ImportOutcome,
  ImportResult,
  ImportSource,
  InterruptedImports,
} from '@contract/imports'
import type { ExportChoice, ExportPreview, ExportReport } from '@contract/transfer'
import type { FoundRoot, MovePlace, MovePlan, MovesState } from '@contract/moving'
import type {
  ClearWish,
  Freeable,
  FreeableSpace,
  ProfileContents,
  SpaceReport,
  TrashSize,
} from '@contract/space'
import type { Command } from '@contract/values'
import type { AppInfo, Profile, RecoveryState, Rescue, StorageState } from '@contract/state'
import type { Store } from '../db/threads'
import type { Log } from '../log'
import type { ChatProvider, Fetch } from '../providers/provider'
import type { Keys } from '../storage/keys'
import type { Moment, TrashWatch } from './retention'
import type { Room } from './room'
import type { RunningTurn } from './turn'

/** The search index of a history that was opened just now. */
export function freshIndex(): Context['index'] {
  const work = { progress: null, isKept: false, holds: 0, next: null } as const
  return { ...work, doubt: 'none', askedAt: performance.now(), reclaim: 'open' }
}

/** What the domain's functions work with; built in `app.ts` and nowhere else. */
export interface Context extends Pick<Store, 'read' | 'write' | 'findMalformed'> {
  keys: Keys
  /** The replies that are being written, by the id of the reply. */
  turns: Map<Id, RunningTurn>
  /** Replies whose rows are being written: each has its turn in a moment. */
  asking: Set<Id>
  /**
   * The search index: how far it is while it is being made, whether it is looked after just now, how
   * many imports that has to wait for, what is to be done next, what became of damage that a search met,
   * when a window asked for anything by the monotonic clock, and whether a file with lost pages waits to be
   * written anew.
   */
  index: {
    progress: IndexProgress | null
    isKept: boolean
    holds: number
    next: 'all' | 'fill' | 'erasure' | null
    doubt: 'none' | 'asked' | 'looking' | 'elsewhere'
    askedAt: number
    reclaim: 'open' | 'waits' | 'failed'
  }
  /** The model server behind a row, with its key. */
  connect(provider: Provider): Promise<ChatProvider>
  fetch: Fetch
  /** Where the files of messages lie, each under the hash of its bytes. */
  attachmentsFolder: string
  /** Removes contents that nothing refers to any more, in the background. */
  collectFiles(): void
  /** Looks for the text of documents that came without it, in the background. */
  readDocuments(): void
  publish: Publish
  log: Log
  now(): number
  newId(): Id
  /** Notes how much is in the history, after less is in it on purpose. */
  noteCounts(): Promise<void>
  /**
   * Makes a copy of the history before much of it goes. False where there is no room for one and what a full
   * disk needs; with `little`, none for the copy alone.
   */
  copyBeforeDelete(spare?: 'little'): Promise<boolean>
  room: Room
  /** Says, or (null) takes back, that saving does not work at the moment. */
  reportStorage(problem: Failure | null): void
  program: Program
}

/** What only the running program can do: files, windows, the choice of the data. */
export interface Program {
  info(): Promise<AppInfo>
  storage(): Promise<StorageState>
  openLink(url: string): Promise<void>
  openDataFolder(): Promise<void>
  /** Disables these commands in the menu, and no others. */
  offer(wanted: { without: Command[]; keys: Accelerators }): Promise<void>
  profiles: {
    list(): Promise<{ active: string; profiles: (Profile & { bytes: number })[] }>
    create(name: string): Promise<Profile>
    rename(id: string, name: string): Promise<void>
    switchTo(id: string): Promise<void>
    moveToTrash(id: string): Promise<void>
  }
  jobs: { cancel(id: Id): Promise<void> }
  exports: {
    preview(choice: ExportChoice): Promise<ExportPreview | null>
    run(choice: ExportChoice): Promise<ExportReport | null>
    show(file: string): Promise<void>
  }
  moves: {
    state(): Promise<MovesState>
    plan(place: MovePlace): Promise<MovePlan | null>
    start(to: string): Promise<boolean>
    resume(): Promise<boolean>
    cancel(): Promise<void>
    roots(): Promise<FoundRoot[]>
    open(path: string): Promise<void>
    deleteOld(id: string): Promise<{ bytes: number }>
    keepOld(id: string): Promise<void>
  }
  imports: {
    choose(folder: boolean): Promise<ImportSource[]>
    drop(paths: string[]): Promise<ImportSource[]>
    preview(choice: ImportChoice): Promise<ImportResult[] | null>
    run(choice: ImportChoice): Promise<ImportOutcome>
    isRunning(): boolean
    /** Keeps what is to be told until a window asks, which happens once. */
    noteInterrupted(found: InterruptedImports): void
    tellInterrupted(): InterruptedImports | null
  }
  attachments: {
    /** Asks for files; none where the dialog was closed. */
    choose(): Promise<string[]>
    /** Asks where a file is to be, which has this name; null where the dialog was closed. */
    askWhere(name: string): Promise<string | null>
    copyPicture(bytes: Buffer): Promise<void>
    /** The text in a document that is not a text itself; empty where it has none, null where it cannot be read. */
    textIn(file: string): Promise<string | null>
    scan(jobId: Id): Promise<AttachmentScan | null>
  }
  backups: {
    create(wish: ParsedInput<'backups.create'>): Promise<BackupReport | null>
    verify(wish: ParsedInput<'backups.verify'>): Promise<Verified | null>
    open(wish: ParsedInput<'backups.open'>): Promise<OpenedBackup | null>
    openProfile(wish: ParsedInput<'backups.openProfile'>): Promise<OpenedBackup | null>
    unlock(passphrase: string): Promise<void>
    preview(wish: ParsedInput<'backups.preview'>): Promise<Tallies | null>
    restore(wish: RestoreWish): Promise<boolean>
    leave(): Promise<void>
    report(): Promise<RestoreReport | null>
    undoRestore(): Promise<void>
    copies(): Promise<KeptCopy[]>
    copyNow(): Promise<KeptCopy>
    show(file: string): Promise<void>
    showCopy(name: string): Promise<void>
    state(): Promise<BackupsState>
    chooseFolder(): Promise<void>
    plan(patch: Pick<BackupPlan, 'every' | 'keep'>): Promise<void>
    runPlan(): Promise<void>
    dismiss(): Promise<void>
    check(wish: ParsedInput<'backups.check'>): Promise<DatabaseCheck[] | null>
  }
  space: {
    trash(): Promise<TrashSize>
    find(): Promise<Omit<FreeableSpace, 'inside' | 'largest' | 'oldest'>>
    free(what: Freeable): Promise<{ bytes: number }>
    /** What lies around the history, and would go or stay with it. */
    around(): Promise<Omit<ProfileContents, 'counts'> & { copies: number }>
    clear(wish: ClearWish): Promise<boolean>
    report(): Promise<SpaceReport | null>
    /** Bytes that can still be written. */
    freeBytes(): Promise<number>
    /** Whether an automatic copy holds these chats as they are. */
    areCopied(ids: Id[]): Promise<boolean>
    /** For how long this run of the program has lasted, whatever the clock says. */
    run(): Omit<Moment, 'now'>
    trashWatch(): Promise<TrashWatch | null>
    noteTrashWatch(watch: TrashWatch): Promise<void>
  }
  recovery: {
    state(): Promise<RecoveryState | null>
    restore(file: string): Promise<void>
    /** Null where it was cancelled. */
    salvage(jobId: Id): Promise<Rescue | null>
    startNew(): Promise<void>
    retry(): Promise<void>
  }
}

export type Handlers<Group extends string> = HandlersOf<Group, Context>
