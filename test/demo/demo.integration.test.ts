import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDemo } from '../../cli/demo/run-demo.ts'
import { CLIENTS, NETWORKS } from '../../shared/domain/caller.ts'
import type { Change, ReadinessRow } from '../../shared/domain/readiness.ts'
import { rulesOf } from '../../shared/domain/rules/registry.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { SECRET_PLAINTEXT } from '../../simulator/sample-company/call-events.ts'
import { keyIdOf } from '../../simulator/sample-company/ids.ts'
import { type ByName, byName, nightsOf, silentTerminal, type Tables, tablesOf } from '../support/cli/run-demo.ts'
import { DECIDED, LEFT_ALONE, withoutCauses } from '../support/demo/causes.ts'
import { sampleLines, sampleOf } from '../support/docs/sample.ts'

let folder: string
let told: string
let report: string
let tables: Tables
let keys: ByName

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmk-demo-'))
  // An environment that would stop or misdirect an audit: the demo does not look at it.
  const terminal = silentTerminal({
    CMK_REGIONS: 'nowhere!',
    CMK_ENDPOINTS: 'none',
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'real',
  })
  const files = { store: join(folder, 'demo.db'), report: join(folder, 'report.html'), digests: join(folder, 'nights') }
  await runDemo(terminal, files)
  told = terminal.text()
  report = await readFile(files.report, 'utf8')
  const store = await openStore({ kind: 'sqlite', file: files.store }, { mode: 'read' })
  tables = await tablesOf(store)
  await store.close()
  keys = byName(tables.rows)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

function key(name: string): ReadinessRow {
  const row = keys.get(name)
  if (!row) throw new Error(`no row of ${name}; there are ${[...keys.keys()].join(' ')}`)
  return row
}

function changesOf(name: string): readonly Pick<Change, 'before' | 'after'>[] {
  return tables.history.filter(({ keyId }) => keyId === keyIdOf(name)).map(({ before, after }) => ({ before, after }))
}

describe('the two nights', () => {
  it('judge at least 60 keys, with every verdict', () => {
    expect(tables.rows.length).toBeGreaterThanOrEqual(60)
    expect(new Set(tables.rows.map(({ verdict }) => verdict))).toEqual(new Set(VERDICTS))
  })

  it('show every rule', () => {
    const now = tables.rows.flatMap(({ findings }) => findings.map(({ rule }) => rule))
    // What the first night could not know, the second does.
    const fired = new Set([
      ...now,
      ...tables.history.flatMap(({ why }) => why.filter((rule) => rule === 'source-unproven')),
    ])
    // Nobody has said anything in the sample company.
    const all = rulesOf('2023-09')
      .map(({ id }) => id)
      .filter((id) => id !== 'settled-by-statement')
    expect([...fired].sort()).toEqual(all.sort())
  })

  it('read the trail completely', () => {
    expect(tables.rows.filter(({ observed }) => !observed.complete)).toEqual([])
  })

  it('see every client and every network', () => {
    const callers = tables.rows.flatMap(({ usage }) => usage.callers)
    expect(new Set(callers.map(({ client }) => client))).toEqual(new Set(CLIENTS))
    expect(new Set(callers.map(({ network }) => network))).toEqual(new Set(NETWORKS))
  })

  it('enter the second account through its role', () => {
    expect(new Set(tables.rows.map(({ accountId }) => accountId)).size).toBe(2)
  })

  it('tie every call that tells its key in some way', () => {
    const oddlyNamed = [
      'data-lake-raw',
      'data-warehouse',
      'data-features',
      'data-catalogue',
      'pay-settlement',
      'data-lake',
    ]
    for (const name of oddlyNamed) expect(key(name).usage.calls, name).toBeGreaterThan(20)
  })

  it('count an event once, however often the trail shows it', () => {
    const { calls, byOperation } = key('data-stream').usage
    expect(byOperation).toEqual({ GenerateDataKey: calls })
    expect(calls).toBeLessThanOrEqual(3 * 91)
  })

  it('tell of the region whose trail was empty, and that the next night knows', () => {
    expect(told).toContain('Account 1000000000000002: the trail of ap-southeast-1 shows no event at all')
    expect(told).toContain('The next run settles it')
    expect(told.match(/whether it is recording cannot be told/g)).toHaveLength(1)
  })

  it.each<[string, readonly Pick<Change, 'before' | 'after'>[]]>([
    [
      'warehouse-stock',
      [
        { before: null, after: 'unknown' },
        { before: 'unknown', after: 'ready' },
      ],
    ],
    [
      'ops-mail',
      [
        { before: null, after: 'ready' },
        { before: 'ready', after: 'migrated' },
      ],
    ],
    [
      'pay-card-data',
      [
        { before: null, after: 'ready' },
        { before: 'ready', after: 'blocked' },
      ],
    ],
    [
      'pay-card-data-next',
      [
        { before: null, after: 'ready' },
        { before: 'ready', after: 'blocked' },
      ],
    ],
    [
      'pay-settlement',
      [
        { before: null, after: 'action-required' },
        { before: 'action-required', after: 'ready' },
      ],
    ],
    [
      'pay-vouchers',
      [
        { before: null, after: 'blocked' },
        { before: 'blocked', after: 'ready' },
      ],
    ],
    [
      'data-reports',
      [
        { before: null, after: 'ready' },
        { before: 'ready', after: 'blocked' },
      ],
    ],
    [
      'orders-archive-next',
      [
        { before: null, after: 'ready' },
        { before: 'ready', after: 'support-required' },
      ],
    ],
    [
      'orders-v1',
      [
        { before: null, after: 'action-required' },
        { before: 'action-required', after: null },
      ],
    ],
    ['ops-vault-next', [{ before: null, after: 'ready' }]],
    ['data-lake', [{ before: null, after: 'ready' }]],
  ])('remember what became of %s', (name, changes) => {
    expect(changesOf(name)).toEqual(changes)
  })

  it('read in the second only what the first has not', () => {
    const [first = 0, second] = [...told.matchAll(/(\d+) calls in /g)].map(([, calls]) => Number(calls))
    // What keys are, and which resources name them, is asked anew each night.
    expect(second).toBeLessThan(first * 0.75)
  })

  it('drop the row of the key that was deleted', () => {
    expect(tables.rows.map(({ keyId }) => keyId)).not.toContain(keyIdOf('orders-v1'))
  })
})

describe('a company in which the causes are taken away', () => {
  let after: ByName
  beforeAll(async () => {
    const storeFile = join(folder, 'changed.db')
    after = byName((await nightsOf({ storeFile, prepare: ({ world }) => withoutCauses(world, keys) })).rows)
  }, 60_000)

  it.each(DECIDED)('%s may be migrated, and before it might not', (name) => {
    expect(key(name).verdict).not.toBe('ready')
    expect(after.get(name)?.verdict).toBe('ready')
  })

  it('leaves their neighbours as they are', () => {
    const verdictsIn = (rows: ByName) => LEFT_ALONE.map((name) => [name, rows.get(name)?.verdict])
    expect(verdictsIn(after)).toEqual(verdictsIn(keys))
  })
})

describe('what the demo tells', () => {
  it('says that it is a simulation, and that its quotas are raised', () => {
    expect(told).toMatch(/does not exist/)
    expect(told).toMatch(/quotas are raised/)
  })

  it('names every ready key, and where the report is', () => {
    for (const { keyId } of tables.rows.filter(({ verdict }) => verdict === 'ready')) expect(told).toContain(keyId)
    expect(told).toContain('report.html')
  })

  it('keeps plaintexts and credentials out of everything that it leaves', async () => {
    // The engine removes its log beside the file when the last connection is gone, which may be now.
    const read = (name: string) => readFile(join(folder, name), 'latin1').catch(() => '')
    const names = await readdir(folder)
    expect(names).toEqual(expect.arrayContaining(['demo.db', 'report.html']))
    const files = await Promise.all(names.map(read))
    for (const text of [told, ...files]) {
      expect(text).not.toContain(SECRET_PLAINTEXT)
      expect(text).not.toContain('secret-of-')
    }
  })

  it('writes names that look like scripts as text', () => {
    expect(report).toContain(keyIdOf('data-scripts'))
    expect(report).not.toContain('<img src=x')
    expect(report).not.toContain('<script>alert')
  })
})

describe('the documents', () => {
  it.each(['README.md', 'docs/digest.md'])('show the digest of the second night: %s', async (path) => {
    const printed = sampleLines(told)
    const missing = (await sampleOf(path)).filter((line) => {
      const at = printed.indexOf(line)
      // In order: a line is looked for behind the one before it.
      printed.splice(0, at + 1)
      return at < 0
    })
    expect(missing).toEqual([])
  })
})
