import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { compileCli, EXTERNAL } from '../../cli/compile.ts'
import { compileProgram, START } from '../support/cli/program.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { packagesOf, staticModules } from '../support/deploy/static-modules.ts'
import { row } from '../support/rows.ts'

const ROOT = new URL('../../', import.meta.url)

/** The program as `npm run cli` starts it. */
function start(argv: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [START, ...argv], { cwd, env: { PATH: process.env.PATH } })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { ended, output: text(child.stdout), errors: text(child.stderr) }
}

describe('npm run cli', () => {
  it('gives results on stdout, errors on stderr and the status, before and after it has compiled', async () => {
    const cwd = await seededStore({ rows: [row()] })
    for (const _ of ['perhaps compiled', 'compiled']) {
      const shown = start(['query', '--format', 'json'], cwd)
      expect(JSON.parse(await shown.output)).toHaveLength(1)
      expect([await shown.errors, await shown.ended]).toEqual(['', 0])
    }
    const bad = start(['query', '--verdict', 'redy'], cwd)
    expect(await bad.errors).toContain('redy')
    expect([await bad.output, await bad.ended]).toEqual(['', 2])
  })

  it('names the sources in the stack that --verbose shows', async () => {
    const cwd = await temporaryFolder()
    const failed = start(['--verbose', 'digest'], cwd)
    expect(await failed.errors).toMatch(/\/(shared|cli)\/[\w/-]+\.ts:\d+/)
    expect(await failed.ended).toBe(1)
  })
})

describe('the compiled copy', () => {
  it('says of which sources it was made', async () => {
    await compileProgram()
    const { sources } = JSON.parse(await readFile(new URL('node_modules/.cache/cmk-readiness/cli.json', ROOT), 'utf8'))
    const paths = sources.map(({ path }: { path: string }) => path)
    expect(paths).toEqual(expect.arrayContaining(['cli/main.ts', 'shared/channels/smtp/channel.ts', 'package.json']))
    expect(paths.filter((path: string) => /node_modules\/(?!\.package-lock)/.test(path))).toEqual([])
  })

  it('keeps the files of the one before', async () => {
    const folder = await temporaryFolder()
    const [root, cache] = [pathToFileURL(`${folder}/`), pathToFileURL(`${folder}/cache/`)]
    await mkdir(new URL('cli/', root))
    await writeFile(new URL('cli/main.ts', root), "await import('./later.ts')\n")
    await writeFile(new URL('cli/later.ts', root), 'export const later = true\n')
    const entry = await compileCli(root, cache)
    const { entry: name, sources } = JSON.parse(await readFile(new URL('cli.json', cache), 'utf8'))
    expect(entry?.href).toBe(new URL(name, cache).href)
    expect(sources.map(({ path }: { path: string }) => path)).toEqual(['cli/later.ts', 'cli/main.ts'])
    await writeFile(new URL('chunk-OLD.mjs', cache), '')
    const before = await readdir(cache)
    expect((await compileCli(root, cache))?.href).toBe(entry?.href)
    expect(await readdir(cache)).toEqual(before)
  })

  it('is none where it cannot be written', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    expect(await compileCli(ROOT, pathToFileURL(`${file}/cache/`))).toBeUndefined()
  })
})

/** Bundles what a start loads, and nothing that is loaded when it is needed. */
const startOnly: Plugin = {
  name: 'start-only',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^/ }, ({ kind }) => (kind === 'dynamic-import' ? { external: true } : undefined)),
}

it('a start of the program loads no SDK, no charts, no mailer and no server', async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT.pathname,
    entryPoints: ['cli/main.ts'],
    outdir: 'out',
    bundle: true,
    plugins: [startOnly],
    platform: 'node',
    format: 'esm',
    external: EXTERNAL,
    metafile: true,
    write: false,
  })
  const modules = staticModules(metafile, 'cli/main.ts')
  expect(modules.size).toBeGreaterThan(50)
  const known = ['ansi-regex', 'commander', 'get-east-asian-width', 'hono', 'ipaddr.js', 'p-map', 'picocolors']
  expect([...known, 'string-width', 'strip-ansi', 'yaml', 'zod']).toEqual(
    expect.arrayContaining([...packagesOf(modules)]),
  )
  expect([...modules].filter((path) => /^simulator\/|\/channel\.ts$|^functions\/query\//.test(path))).toEqual([])
})
