import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The functions: the rooms of functions/ that have an entry. */
export async function functionNames(): Promise<string[]> {
  const rooms = await readdir(join(root, 'functions'), { withFileTypes: true })
  const entries = await Promise.all(
    rooms.map(async (room) => {
      const entry = await stat(join(root, 'functions', room.name, 'index.ts')).catch(() => undefined)
      return room.isDirectory() && entry ? [room.name] : []
    }),
  )
  return entries.flat().sort()
}

/** A function as it was bundled. */
export interface Bundle {
  readonly name: string
  /** Of all its files. */
  readonly bytes: number
  /** Its modules by file, paths relative to the project's folder. */
  readonly metafile: Metafile
}

/**
 * Makes one folder a function in `target`, which runs when it is copied alone to a Node.js 20. What was in `target` is removed.
 *
 * `index.js` is CommonJS, which every way to load a function takes; the rest are ES modules, because only of these can a bundler make several
 * that share code. `handler.mjs` and what it imports is read when the function is loaded, and the other parts (the SDKs, the charts, the
 * mailer, a kind of channel) when they are first used.
 */
export async function bundleFunctions(target: string): Promise<readonly Bundle[]> {
  await rm(target, { recursive: true, force: true })
  const names = await functionNames()
  const sloppy = await mkdtemp(join(tmpdir(), 'cmk-bundle-'))
  try {
    await bundleSloppy(sloppy)
    return await Promise.all(names.map((name) => bundleFunction(name, join(target, name), sloppy)))
  } finally {
    await rm(sloppy, { recursive: true, force: true })
  }
}

/** The part of a function's folder that is read when it is loaded. */
export const ENTRY = 'handler.mjs'

/** The loading begins with the function's, and an error of it ends the process as one in here would. */
const INDEX = `'use strict'
const loaded = import('./${ENTRY}')
exports.handler = async (...given) => (await loaded).handler(...given)
`

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Identifiers are kept: a stack in a log names the functions that it went through.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'external',
  logLevel: 'warning',
} as const satisfies BuildOptions

async function bundleFunction(name: string, folder: string, sloppy: string): Promise<Bundle> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: { handler: join('functions', name, 'index.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    splitting: true,
    metafile: true,
    // CommonJS packages within an ES module find what is Node's own by it.
    banner: {
      js: "import{createRequire as bundleRequire}from'node:module';const require=bundleRequire(import.meta.url);",
    },
    plugins: [sloppyApart, withoutUnused],
  })
  await copyFile(join(sloppy, SLOPPY_FILE), join(folder, SLOPPY_FILE))
  await writeFile(join(folder, 'index.js'), INDEX)
  // The project's own package.json, which may stand above, says that .js files are modules.
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ private: true, type: 'commonjs' })}\n`)
  const files = await readdir(folder)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
  return { name, bytes: sizes.reduce((sum, size) => sum + size, 0), metafile }
}

/**
 * The Tablestore SDK assigns variables that it never declares: in strict mode, which every ES module is in, its first write fails. So it
 * stays a file of CommonJS.
 */
const SLOPPY = 'tablestore'
const SLOPPY_FILE = `${SLOPPY}.cjs`

const sloppyApart: Plugin = {
  name: 'sloppy-apart',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^${SLOPPY}$`) }, () => ({ path: SLOPPY, namespace: SLOPPY }))
    // An `import` of it would have Node.js read all of the file for the names that it exports.
    onLoad({ filter: /^/, namespace: SLOPPY }, () => ({ contents: `module.exports = require('./${SLOPPY_FILE}')` }))
    onResolve({ filter: /^/, namespace: SLOPPY }, ({ path }) => ({ path, external: true }))
  },
}

/**
 * What SDKs load for something that they are never asked for: Log Service's a native module for a compression, OSS's a proxy of its own, Function
 * Compute's an HTTP client for the upload of code. In its
 * place stands nothing, and a call of it would fail. No folder of functions depends on the machine that it was made on.
 */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(lz4-napi|proxy-agent|axios)$/ }, ({ path }) => ({ path, namespace: 'without-unused' }))
    onLoad({ filter: /.*/, namespace: 'without-unused' }, () => ({ contents: 'module.exports = {}' }))
  },
}

async function bundleSloppy(folder: string): Promise<void> {
  await build({
    ...COMMON,
    entryPoints: [SLOPPY],
    outfile: join(folder, SLOPPY_FILE),
    format: 'cjs',
    // With `alwaysStrict` of the project's own settings esbuild would make it strict after all.
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
  })
}
