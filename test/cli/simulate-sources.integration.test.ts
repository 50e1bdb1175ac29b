import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { simulatedEnvironment } from '../../cli/simulate/environment.ts'
import { linesToPaste } from '../../cli/simulate/lines-to-paste.ts'
import { DAY, HOUR, type Instant, iso, MINUTE } from '../../shared/domain/time.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import type { World } from '../../simulator/cloud/world.ts'
import { HEADQUARTERS, type SampleCompany, sampleCompany } from '../../simulator/sample-company/sample-company.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { temporaryFolder } from '../support/cli/seeded-store.ts'
import { NOW } from '../support/rows.ts'

/** The window: long enough for an event that comes 18 hours late, and for keys that only an answer names. */
const DAYS = 2
const FAST = { CMK_KMS_QPS: '1000', CMK_TRAIL_QPS: '1000', CMK_OBSERVATION_DAYS: String(DAYS) }
/** Of headquarters, where nothing else is to be seen. */
const ONE_REGION = { CMK_ACCOUNTS: HEADQUARTERS, CMK_REGIONS: 'cn-shanghai' }
/** Milliseconds that a test with several audits may take on a busy machine. */
const LONG = 240_000

interface Row {
  readonly aliases: readonly string[]
  readonly accountId: string
  readonly [field: string]: unknown
}

/** The sample company as `simulate` gives it, but for quotas, at a time that only tests move. */
class Playground {
  readonly company: SampleCompany
  readonly cloud: SimulatedCloud
  readonly env: Readonly<Record<string, string>>
  now: Instant = NOW
  /** Milliseconds that go by with each look at the clock. */
  step = 0

  private constructor(company: SampleCompany, start: (clock: () => Instant) => SimulatedCloud) {
    this.company = company
    this.cloud = start(() => this.#look())
    this.env = { ...simulatedEnvironment(company, this.cloud), ...FAST }
  }

  static async open(): Promise<Playground> {
    const company = sampleCompany(NOW)
    forgetOlderEvents(company.world)
    let clock = () => NOW
    const cloud = await startCloud(company.world, { quotas: NO_QUOTAS, clock: () => clock() })
    return new Playground(company, (own) => {
      clock = own
      return cloud
    })
  }

  run(argv: readonly string[], env: Readonly<Record<string, string>>, cwd: string) {
    return runCli(argv, { env: { ...this.env, ...env }, cwd, clock: () => this.#look() })
  }

  /** All rows of an audit by a source, into a table of its own. */
  async audit(source: string, env: Readonly<Record<string, string>> = {}, folder?: string): Promise<readonly Row[]> {
    const cwd = folder ?? (await temporaryFolder())
    await this.run(['audit'], { CMK_SOURCE: source, ...env }, cwd)
    return JSON.parse((await this.run(['query', '--format', 'json'], env, cwd)).stdout)
  }

  get asOperator(): Readonly<Record<string, string>> {
    const { id, secret } = this.company.operator
    return { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret }
  }

  #look(): Instant {
    this.now += this.step
    return this.now
  }
}

/** No source is asked for them: what is delivered of months need not be written for two days. */
function forgetOlderEvents({ accounts }: World): void {
  const since = iso(NOW - (DAYS + 3) * DAY)
  for (const region of accounts.flatMap(({ regions }) => Object.values(regions)))
    region.events = region.events.filter(({ raw }) => String(raw.eventTime) > since)
}

async function playground(): Promise<Playground> {
  const opened = await Playground.open()
  onTestFinished(() => opened.cloud.close())
  return opened
}

describe('what `simulate` prints', () => {
  let there: Playground
  let byLookups: readonly Row[]
  beforeAll(async () => {
    there = await Playground.open()
    byLookups = await there.audit('lookup')
  }, LONG)
  afterAll(() => there.cloud.close())

  it.each(['auto', 'trail', 'sls', 'oss'] as const)(
    'gives the same rows by %s as by lookups',
    async (name) => {
      const rows = await there.audit(there.env[`SIMULATED_SOURCE_${name.toUpperCase()}`] ?? '')
      expect(rows.map(verdictOf)).toEqual(byLookups.map(verdictOf))
      // SQL of Log Service sees no objects: a key that only an answer or a resource names is not found (docs/limits.md).
      const unseen = name === 'oss' ? [] : ['alias/data-catalogue', 'alias/data-features']
      const seen = (all: readonly Row[]) => all.filter(({ aliases }) => !unseen.includes(String(aliases[0])))
      expect(seen(rows)).toEqual(seen(byLookups))
      expect(byLookups.length - seen(byLookups).length).toBe(unseen.length)
    },
    LONG,
  )

  it('has events of which LookupEvents and the archive know only late', () => {
    const reports = byLookups.find(({ aliases }) => aliases.includes('alias/data-reports'))
    expect(reports).toMatchObject({ verdict: 'blocked', usage: { byOperation: { ExportDataKey: 1 } } })
  })

  it('lets the auditor make no trail and use no key', async () => {
    const cwd = await temporaryFolder()
    const setup = await there.run(['evidence', 'setup', '--apply', '--yes'], {}, cwd)
    expect(setup.status).toBe(1)
    const probe = await there.run(
      ['doctor', '--probe', there.company.probeKey.alias, '--region', 'cn-hangzhou', '--yes'],
      {},
      cwd,
    )
    expect(probe.status).toBe(1)
  })

  it('has lines to paste that name what is there, and no secret', () => {
    const lines = linesToPaste(there.company)
    for (const source of Object.values(there.company.sources)) expect(lines.join('\n')).toContain(source)
    const { secret, id } = there.company.operator
    for (const word of [secret, id, there.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '?'])
      expect(lines.join('\n')).not.toContain(word)
    const used = lines.flatMap((line) => [...line.matchAll(/\$(\w+)/g)].map(([, name]) => name ?? ''))
    for (const name of used) expect(there.env).toHaveProperty(name)
  })
})

describe('the operator of the sample company', () => {
  it(
    'sets up a trail of headquarters that gives the rows of lookups, and has nothing to do a second time',
    async () => {
      const there = await playground()
      const cwd = await temporaryFolder()
      const apply = ['evidence', 'setup', '--apply', '--yes']
      there.step = 5 * MINUTE
      const first = await there.run(apply, there.asOperator, cwd)
      const source = /^CMK_SOURCE=(sls:\S+)\n$/.exec(first.stdout)?.[1] ?? ''
      expect([first.status, source]).toEqual([
        0,
        `sls:cn-hangzhou/cmk-readiness-${HEADQUARTERS}/actiontrail_cmk-readiness`,
      ])
      const second = await there.run(apply, there.asOperator, cwd)
      expect([second.status, second.stdout, second.stderr]).toEqual([
        0,
        first.stdout,
        expect.not.stringContaining('next: '),
      ])
      there.step = 0
      const verdicts = (await there.audit(source, ONE_REGION)).map(verdictOf)
      expect(verdicts).toEqual((await there.audit('lookup', ONE_REGION)).map(verdictOf))
      expect(verdicts.length).toBeGreaterThan(10)
    },
    LONG,
  )

  it.each([
    ['sls', MINUTE],
    ['oss', 15 * MINUTE],
  ] as const)(
    'probes a key by %s, whose events are there within the time of the source',
    async (name, time) => {
      const there = await playground()
      const { alias, region } = there.company.probeKey
      const env = { ...there.asOperator, CMK_SOURCE: there.company.sources[name] }
      const cwd = await temporaryFolder()
      there.step = time / 20
      const argv = ['doctor', '--probe', alias, '--region', region, '--yes', '--format', 'json']
      const { status, stdout } = await there.run(argv, env, cwd)
      expect([status, stdout]).toEqual([0, expect.stringContaining('Encrypt')])
      there.now += HOUR
      there.step = 0
      if (name === 'oss') return
      const rows = await there.audit(env.CMK_SOURCE, { CMK_ACCOUNTS: HEADQUARTERS, CMK_REGIONS: region }, cwd)
      const probed = rows.find(({ aliases }) => aliases.includes(alias))
      expect(probed).toMatchObject({ verdict: 'ready' })
      expect(JSON.stringify(probed)).not.toContain('nodejs')
    },
    LONG,
  )
})

function verdictOf({ arn, verdict }: Row) {
  return { arn, verdict }
}
