import { existsSync, statSync } from 'node:fs'
import { access, constants, mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'
import { isSystemError } from '../shared/files/system-error.ts'

/** Besides what is imported: packages that others are installed in place of. */
const INSTALLED = ['package-lock.json', 'node_modules/.package-lock.json']

/** Kept as they are: native code, what does not run in strict mode, in which every ES module is, and what an SDK would load and never does. */
export const EXTERNAL = ['libsql', 'tablestore', 'tsx', 'esbuild', 'lz4-napi', 'proxy-agent', '@duckdb/node-api']

/**
 * Compiles the program into the folder `cache`, and says there in `cli.json` from which sources. The entry of the copy, or undefined where
 * the folder cannot be written. Files are named by their content and stay: a program that was started before goes on to load its own.
 */
export async function compileCli(root: URL, cache: URL): Promise<URL | undefined> {
  const folder = fileURLToPath(cache)
  if (!(await isWritable(folder))) return undefined
  const { outputFiles, metafile } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: { main: 'cli/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    external: EXTERNAL,
    // CommonJS packages within an ES module find what is Node's own by it.
    banner: {
      js: "import{createRequire as bundleRequire}from'node:module';const require=bundleRequire(import.meta.url);",
    },
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  try {
    await Promise.all(outputFiles.filter(({ path }) => !existsSync(path)).map(({ path, text }) => put(path, text)))
    const entry = entryOf(metafile)
    await put(join(folder, 'cli.json'), JSON.stringify({ entry, sources: sourcesOf(metafile, root) }))
    return new URL(entry, cache)
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  }
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    return true
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

/** Whole or not at all: another start may read it meanwhile, or write the same. */
async function put(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, text)
  await rename(unfinished, path)
}

function entryOf({ outputs }: Metafile): string {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'cli/main.ts')
  if (found) return basename(found[0])
  throw new TypeError('What was compiled has no entry.')
}

/** The project's own sources, and what tells that packages have changed. */
function sourcesOf({ inputs }: Metafile, root: URL) {
  const own = Object.keys(inputs).filter((path) => !path.includes('node_modules/'))
  return [...own, ...INSTALLED.filter((path) => existsSync(new URL(path, root)))].map((path) => {
    const { mtimeMs: time, size } = statSync(new URL(path, root))
    return { path, time, size }
  })
}
