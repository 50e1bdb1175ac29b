import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Bundle, bundleFunctions } from '../../../deploy/bundle.ts'
import { ROOT } from './preview.ts'

const CACHE = join(ROOT, 'node_modules', '.cache', 'cmk-readiness')
const KIND = 'functions-'
/** All that a build is made of: a change in any of these makes another one. */
const SOURCES = ['deploy', 'functions', 'shared']
const LOCK_FILE = 'package-lock.json'
/** How long a build takes at most, on a busy machine, in milliseconds. */
const LONGEST_BUILD = 90_000

let built: Promise<string> | undefined

/**
 * A folder with a built one for each function, for reading only. They are built once for one state of the sources, whoever asks: bundling
 * takes longer than most tests.
 */
export function builtFunctions(): Promise<string> {
  built ??= build()
  return built
}

/** What each of them was bundled of. */
export async function builtBundles(): Promise<readonly Bundle[]> {
  return JSON.parse(await readFile(bundlesBeside(await builtFunctions()), 'utf8'))
}

function bundlesBeside(folder: string): string {
  return `${folder}.json`
}

async function build(): Promise<string> {
  const name = `${KIND}${await fingerprint()}`
  const target = join(CACHE, name)
  const lock = `${target}.lock`
  await mkdir(CACHE, { recursive: true })
  for (;;) {
    if ((await isFilled(target)) && existsSync(bundlesBeside(target))) return target
    if (await isFirst(lock)) break
    await setTimeout(100)
  }
  try {
    return await buildInto(target, name)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

/**
 * Whether no other process builds it: in a fresh clone several want it at once, and each build would take all of the machine. A lock that is
 * older than any build was left by a process that was killed.
 */
async function isFirst(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch {
    const madeAt = await stat(lock).then(({ mtimeMs }) => mtimeMs, Date.now)
    return Date.now() - madeAt > LONGEST_BUILD
  }
}

async function buildInto(target: string, name: string): Promise<string> {
  // The program's compiled copy is here as well.
  const older = (await readdir(CACHE)).filter((each) => each.startsWith(KIND) && !each.startsWith(name))
  await Promise.all(older.map((each) => rm(join(CACHE, each), { recursive: true, force: true })))
  const folder = await mkdtemp(`${target}-`)
  const bundles = await bundleFunctions(join(folder, 'dist'))
  await writeFile(bundlesBeside(target), JSON.stringify(bundles))
  // Another process may have been as quick: what it has made is the same.
  await rename(join(folder, 'dist'), target).catch(async (error: unknown) => {
    if (!(await isFilled(target))) throw error
  })
  await rm(folder, { recursive: true, force: true })
  return target
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of [LOCK_FILE, ...(await sourceFiles())]) {
    hash.update(`${file}\n`).update(await readFile(join(ROOT, file)))
  }
  return hash.digest('hex').slice(0, 20)
}

async function sourceFiles(): Promise<string[]> {
  const folders = SOURCES.map((name) => readdir(join(ROOT, name), { recursive: true, withFileTypes: true }))
  const files = (await Promise.all(folders)).flat().filter((entry) => entry.isFile())
  return files.map((entry) => relative(ROOT, join(entry.path, entry.name))).sort()
}

async function isFilled(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0
}
