import { readdirSync, readFileSync, statfsSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import type { RootState } from '@contract/state'
import { isMissing } from './files'
import { isInside, realPath } from './rootRules'

export type RootWarning = RootState['warnings'][number]

/** Bytes below which the user is told before saving fails. */
const NEARLY_FULL = 512 * 1024 * 1024

/** File systems of other machines: SQLite's locks and its shared memory cannot be trusted on them. */
const NETWORK = new Set(
  `nfs nfs4 cifs smb3 smbfs 9p afs ceph glusterfs lustre beegfs gpfs ncpfs coda davfs webdav afpfs
   vboxsf vmhgfs prl_fs fuse.sshfs fuse.rclone fuse.davfs fuse.davfs2 fuse.s3fs fuse.gvfsd-fuse
   fuse.smbnetfs fuse.glusterfs fuse.ceph fuse.vmhgfs-fuse fuse.google-drive-ocamlfuse`.split(
    /\s+/,
  ),
)

/** `statfs` numbers of NFS, SMB and SMB2, for systems without a mount table in /proc. */
const NETWORK_MAGIC = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42])

/** Names that sync clients give to the folders they copy elsewhere. */
const CLOUD_NAMES = [
  /^OneDrive( ?- .+)?$/i,
  /^Dropbox( \(.+\))?$/i,
  /^(Google ?Drive|My Drive|GoogleDrive-.+)$/i,
  /^(iCloud ?Drive|iCloudDrive|com~apple~CloudDocs|Mobile Documents|CloudStorage)$/i,
  /^(Nextcloud|ownCloud|Syncthing|pCloudDrive|pCloud Drive|Box|Box Sync|MEGA|Proton Drive)$/i,
]

/** Files that sync clients leave in such a folder, whatever its name. */
const CLOUD_MARKERS = [
  /^\.dropbox(\.cache)?$/,
  /^\.(stfolder|stversions|stignore)$/,
  /^\.?_?\.?sync_[0-9a-f]+\.db(-wal|-shm)?$/,
  /^\.(owncloudsync|nextcloudsync)\.log$/,
  /^\.tmp\.drive(down|up)load$/,
]

/** What the user should know about a root that works; `mounts` is the system's table of mounts. */
export function rootWarnings(
  root: string,
  free: number,
  env: Record<string, string | undefined>,
  mounts = readMounts(),
): RootWarning[] {
  const folder = realPath(root)
  const warnings: RootWarning[] = []
  if (isOnNetwork(folder, mounts)) warnings.push('network')
  if (isSynced(folder, env)) warnings.push('cloud_sync')
  if (free < NEARLY_FULL) warnings.push('nearly_full')
  return warnings
}

function isOnNetwork(folder: string, mounts: string | null) {
  if (folder.startsWith('\\\\')) return true
  if (mounts === null)
    return process.platform !== 'win32' && NETWORK_MAGIC.has(statfsSync(folder).type)
  let deepest = { point: '', type: '' }
  for (const line of mounts.split('\n')) {
    // 36 35 98:0 /from /mount/point rw,noatime … - ext4 /dev/sda1 rw
    const [before = '', after = ''] = line.split(' - ')
    const point = unescapeMount(before.split(' ')[4] ?? '')
    const isDeeper = point !== '' && isInside(point, folder) && point.length >= deepest.point.length
    if (isDeeper) deepest = { point, type: after.split(' ')[0] ?? '' }
  }
  return NETWORK.has(deepest.type)
}

function unescapeMount(path: string) {
  return path.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  )
}

function isSynced(folder: string, env: Record<string, string | undefined>) {
  const named = [env['OneDrive'], env['OneDriveConsumer'], env['OneDriveCommercial']]
  if (named.some((place) => place && isInside(realPath(place), folder))) return true
  if (folder.split(sep).some((name) => CLOUD_NAMES.some((cloud) => cloud.test(name)))) return true
  return hasMarker(folder)
}

function hasMarker(folder: string): boolean {
  const names = namesIn(folder)
  if (names.some((name) => CLOUD_MARKERS.some((marker) => marker.test(name)))) return true
  const parent = dirname(folder)
  return parent !== folder && hasMarker(parent)
}

// A parent that this user may not list has no marker that can be seen.
function namesIn(folder: string) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readMounts() {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
