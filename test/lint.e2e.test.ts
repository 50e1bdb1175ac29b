import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'

const ROOT = join(import.meta.dirname, '..')
/** Folders whose folders are rooms. The other folders of code are a room each. */
const FLOORS = ['shared', 'functions', 'simulator']
const OTHERS = ['cli', 'bench', 'deploy', 'docs']

/** What no room imports: the tests, and a folder that nobody has planned. */
const NOWHERE = ['test/support/rows.ts', 'unplanned/a.ts']
/** What no room of a floor imports besides. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared/unplanned/a.ts', 'functions/run/services.ts', 'cli/main.ts', 'simulator/cloud/world.ts'],
  functions: ['functions/unplanned/a.ts', 'cli/main.ts', 'simulator/cloud/world.ts'],
  simulator: ['simulator/unplanned/a.ts', 'functions/run/services.ts', 'cli/main.ts'],
}

const rooms = [
  ...FLOORS.flatMap((floor) =>
    readdirSync(join(ROOT, floor), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${floor}/${name}`),
  ),
  ...OTHERS,
]

function forbiddenTo(room: string): readonly string[] {
  return [...NOWHERE, ...(FORBIDDEN[room.split('/')[0] ?? ''] ?? [])]
}

const report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }) }),
  ),
})

/** A house of the same rooms and the same lint, with one file in each room, and in a folder of it, that breaks the rules. */
describe('the direction of imports', () => {
  let house = ''
  let found: readonly string[] = []

  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'cmk-house-'))
    cpSync(join(ROOT, 'biome.json'), join(house, 'biome.json'))
    for (const room of rooms)
      for (const place of [room, `${room}/inner`]) {
        const up = '../'.repeat(place.split('/').length)
        put(
          `${place}/intruder.ts`,
          forbiddenTo(room).map((path) => `import '${up}${path}'`),
        )
        put(`${place}/neighbour.ts`, ["import './intruder.ts'"])
      }
    put('shared/domain/circle-a.ts', ["import type { B } from './circle-b.ts'", 'export type A = B'])
    put('shared/domain/circle-b.ts', ["import type { A } from './circle-a.ts'", 'export type B = A'])
    found = lint(house)
  })
  afterAll(() => rmSync(house, { recursive: true, force: true }))

  it.each(rooms)('%s refuses what is on no list of it', (room) => {
    for (const place of [room, `${room}/inner`])
      expect(found.filter((at) => at.startsWith(`noRestrictedImports ${place}/intruder.ts`))).toHaveLength(
        forbiddenTo(room).length,
      )
    expect(found.filter((at) => at.includes(`${room}/neighbour.ts`))).toEqual([])
  })

  it('refuses circles, of types too', () => {
    expect(found.filter((at) => at.startsWith('noImportCycles '))).toHaveLength(2)
  })

  function put(path: string, lines: readonly string[]): void {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), `${lines.join('\n')}\n`)
  }
})

/** `<rule> <file>:<line>` of every finding. */
function lint(folder: string): string[] {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const output = run(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], folder)
  return report
    .parse(JSON.parse(output))
    .diagnostics.map(
      ({ category, location }) => `${category.split('/').at(-1)} ${location.path}:${location.start.line}`,
    )
}

/** Standard output, however the command ends. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    return z.object({ stdout: z.string() }).parse(error).stdout
  }
}
