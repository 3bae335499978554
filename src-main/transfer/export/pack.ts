import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ExportReport } from '@contract/transfer'
import { AppError } from '../../errors'
import { type JobControl, stopIfCancelled } from '../../jobs/control'
import { renamePatientlySync, syncFolder } from '../../storage/files'
import { openBundle } from '../bundle'
import { asFileError, partialBeside } from '../fileSink'
import { nullIfCancelled } from './cancel'
import { jsonlName } from './fileName'
import type { ExportTask } from './run'

type Task = ExportTask & { file: string }

/**
 * Exports as `run` does. Where a file for llama.cpp is to be an archive, the conversations are written
 * and checked as lines first, and then packed as that program does: a file each, read back once more.
 */
export async function packedWhere(
  control: JobControl,
  task: Task,
  run: (task: Task) => ExportReport | null,
): Promise<ExportReport | null> {
  const { file, format } = task
  if (format !== 'llamacpp' || !file.toLowerCase().endsWith('.zip')) return run(task)
  const lines = partialBeside(file)
  const packed = partialBeside(file)
  try {
    const report = run({ ...task, file: lines, lines: true })
    if (!report) return null
    await pack(control, lines, packed)
    renamePatientlySync(packed, file)
    await syncFolder(dirname(file))
    return { ...report, file, bytes: statSync(file).size }
  } catch (error) {
    return nullIfCancelled(asFileError(error))
  } finally {
    rmSync(lines, { force: true })
    rmSync(packed, { force: true })
  }
}

interface Section {
  name: string
  start: number
  /** The first byte that does not belong to it. */
  end: number
  time: number
}

async function pack(control: JobControl, lines: string, packed: string): Promise<void> {
  const { sections, sha256 } = await sectionsOf(control, lines)
  const zip = new ZipFile()
  // It is one, though its types promise less.
  const output = zip.outputStream as PassThrough
  zip.on('error', (error: Error) => output.destroy(error))
  for (const { name, start, end, time } of sections) {
    zip.addReadStreamLazy(name, { mtime: new Date(time), mode: 0o100600 }, (give) => {
      if (control.isCancelled()) output.destroy()
      else give(null, createReadStream(lines, { start, end: end - 1 }))
    })
  }
  zip.end()
  try {
    await pipeline(output, createWriteStream(packed, { flags: 'wx', flush: true }))
  } catch (error) {
    stopIfCancelled(control)
    throw error
  }
  await readBack(control, packed, sha256)
}

/** Where each conversation begins and ends: its first line says what it is. */
async function sectionsOf(control: JobControl, lines: string) {
  const hash = createHash('sha256')
  const sections: Section[] = []
  let at = 0
  let held: Buffer[] = []
  const line = (bytes: Buffer, end: number) => {
    const start = end - bytes.length
    if (bytes.subarray(0, SESSION.length).equals(SESSION)) {
      const { id, name, lastModified } = JSON.parse(bytes.toString('utf8'))
      sections.push({ name: jsonlName(id, name, lastModified), start, end, time: lastModified })
    }
    const last = sections.at(-1)
    if (last) last.end = end
  }
  for await (const chunk of createReadStream(lines) as AsyncIterable<Buffer>) {
    stopIfCancelled(control)
    hash.update(chunk)
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      line(Buffer.concat([...held, chunk.subarray(from, end + 1)]), at + end + 1)
      held = []
      from = end + 1
    }
    held.push(Buffer.from(chunk.subarray(from)))
    at += chunk.length
  }
  return { sections: named(sections), sha256: hash.digest('hex') }
}

const SESSION = Buffer.from('{"harness":"llama.app","type":"session"')

/** Two conversations of one name would be one file where the archive is unpacked. */
function named(sections: Section[]): Section[] {
  const uses = new Map<string, number>()
  return sections.map((section) => {
    const use = (uses.get(section.name) ?? 0) + 1
    uses.set(section.name, use)
    if (use === 1) return section
    return { ...section, name: `${basename(section.name, '.jsonl')}_${use}.jsonl` }
  })
}

/** Unpacked again, one file after the other has to be what was packed. */
async function readBack(control: JobControl, packed: string, sha256: string): Promise<void> {
  const bundle = await openBundle(packed)
  try {
    const hash = createHash('sha256')
    for (const file of bundle.files) {
      stopIfCancelled(control)
      for await (const chunk of file.read()) hash.update(chunk)
    }
    if (hash.digest('hex') !== sha256) throw new AppError('file_not_verified', packed)
  } finally {
    bundle.close()
  }
}
