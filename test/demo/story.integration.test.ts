import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runStory } from '../../cli/demo/run-story.ts'
import type { Decision } from '../../shared/domain/decisions/decision.ts'
import type { World } from '../../simulator/cloud/world.ts'
import { keyIdOf } from '../../simulator/sample-company/ids.ts'
import { type ByName, byName, silentTerminal, tablesOf } from '../support/cli/run-demo.ts'

/** What the chapters of the first nights are about. */
const PLACES = ['ap-southeast-1', 'cn-hangzhou']
const CALLERS = ['app-media', 'app-phone-v1', 'app-accounts']

let folder: string
let told: string
let keys: ByName
const decisions: Decision[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmk-story-'))
  const terminal = silentTerminal()
  const story = { nights: 5, storeFile: join(folder, 'story.db'), digestFolder: join(folder, 'nights') }
  await runStory(terminal, { ...story, prepare: ({ world }) => keepFew(world) }, async ({ store }) => {
    keys = byName((await tablesOf(store)).rows)
    for await (const decision of store.decisions.list()) decisions.push(decision)
  })
  told = terminal.text()
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** One region with what its first release left open, and the keys of a subsidiary that nobody owns. */
function keepFew({ accounts }: World): void {
  for (const [index, { regions }] of accounts.entries()) {
    for (const [name, region] of Object.entries(regions)) {
      if (name === PLACES[index]) continue
      region.events = []
      // What happens overnight happens there.
      if (index > 0 || name !== 'cn-hangzhou') region.keys = []
    }
  }
  const [first] = accounts
  const region = first?.regions['ap-southeast-1']
  if (region)
    region.events = region.events.filter(({ raw }) =>
      CALLERS.includes(String((raw.userIdentity as Readonly<Record<string, unknown>>).userName)),
    )
}

describe('a story of some nights', () => {
  it('has people decide by day, and the night after knows it', () => {
    expect(decisions.map(({ subject, by }) => [subject, by]).sort()).toEqual([
      ['keys-statement/user/app-media', 'liu.yang'],
      ['keys-statement/user/app-phone-v1', 'liu.yang'],
      [`owner/${keyIdOf('logistics-routes')}`, 'zhao.qiang'],
    ])
    // One ExportDataKey that told no key had made the whole region unknown.
    expect(keys.get('mobile-media')?.verdict).toBe('blocked')
    expect(keys.get('mobile-accounts')?.verdict).toBe('ready')
    expect(keys.get('mobile-accounts')?.findings.map(({ rule }) => rule)).toContain('settled-by-statement')
  })

  it('tells each night on which something happens, and leaves its digest', async () => {
    expect(told.match(/^Night \d+ of 5/gm)).toEqual(['Night 1 of 5', 'Night 3 of 5', 'Night 5 of 5'])
    expect(told).toContain('mobile-media')
    const files = await readdir(join(folder, 'nights'))
    expect(files.sort()).toEqual(['night-01.md', 'night-03.md', 'night-05.md'])
    expect(await readFile(join(folder, 'nights', 'night-05.md'), 'utf8')).toContain('mobile-accounts')
  })
})
