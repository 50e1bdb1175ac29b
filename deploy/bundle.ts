import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

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

/** Makes one folder a function in `target`, which runs when it is copied alone to a Node.js 20. What was in `target` is removed. */
export async function bundleFunctions(
  target: string,
): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  await rm(target, { recursive: true, force: true })
  const names = await functionNames()
  return Promise.all(names.map(async (name) => ({ name, bytes: await bundle(name, join(target, name)) })))
}

async function bundle(name: string, folder: string): Promise<number> {
  const outfile = join(folder, 'index.js')
  await build({
    absWorkingDir: root,
    entryPoints: [join('functions', name, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The Tablestore SDK assigns variables that it never declares: in strict mode its first write fails. With `alwaysStrict` esbuild
    // would make the whole bundle strict.
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    logLevel: 'warning',
  })
  // The project's own package.json, which may stand above, says that .js files are modules.
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ private: true, type: 'commonjs' })}\n`)
  return (await stat(outfile)).size
}
