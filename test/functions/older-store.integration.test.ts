import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KeyComparison } from '../../shared/domain/compare/compare-packs.ts'
import { isMessage } from '../../shared/domain/messages/message.ts'
import { inEnglish, textIn } from '../../shared/domain/messages/text-in.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { dayOf, iso } from '../../shared/domain/time.ts'
import type { UsageRow } from '../../shared/domain/usage.ts'
import { openStore } from '../../shared/store/open-store.ts'
import { accountScope, ScopeProgress } from '../../shared/store/scope-progress.ts'
import type { Store } from '../../shared/store/store.ts'
import { visible } from '../../shared/text/escape.ts'
import { startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { tablesOf } from '../support/functions/tables-of.ts'
import {
  LAST_DIGEST,
  NEXT_NIGHT,
  type OlderTold,
  olderStore,
  olderTold,
  olderWorld,
} from '../support/store/older-store.ts'

const ACCOUNT = '1000000000000001'
const HANGZHOU = `${ACCOUNT}:cn-hangzhou`
const SHANGHAI = `${ACCOUNT}:cn-shanghai`

let told: OlderTold

beforeAll(async () => {
  told = await olderTold()
})

async function reading<T>(file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ kind: 'sqlite', file }, { mode: 'read' })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function asked(file: string, argv: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { status, stdout, stderr } = await runCli(argv, {
    env: { CMK_STORE: `sqlite:${file}`, CMK_OWN_CIDRS: '198.51.100.0/24', ...env },
    clock: () => LAST_DIGEST,
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

/** Rows but for their sentences, which may be put better: the facts by which they were made stay. */
function withoutSentences(rows: readonly ReadinessRow[]) {
  return rows.map(({ findings, ...row }) => ({
    ...row,
    findings: findings.map(({ message: _, action: __, ...finding }) => finding),
  }))
}

/** The same of a digest, whose lists of keys have findings as well. */
function withoutSentencesOf(digest: object): unknown {
  const sentences = (name: string, value: unknown) => typeof value === 'string' && SENTENCES.includes(name)
  return JSON.parse(JSON.stringify(digest, (name, value: unknown) => (sentences(name, value) ? undefined : value)))
}
const SENTENCES = ['message', 'action', 'advice']

/** Rows but for the VPC of their caller, which 0.1.0 did not keep and days that are read again have. */
function withoutVpcs(rows: readonly UsageRow[]) {
  return rows.map(({ series: _, caller: { vpc: __, ...caller }, ...row }) => JSON.stringify({ ...row, caller })).sort()
}

describe('a store that 0.1.0 wrote', () => {
  it('says row by row what it said then', async () => {
    const { file } = await olderStore()
    const rows = JSON.parse(await asked(file, ['query', '--format', 'json'])) as ReadinessRow[]
    expect(rows).toHaveLength(21)
    expect(withoutSentences(rows)).toEqual(withoutSentences(told.rows))
    for (const { message } of rows.flatMap(({ findings }) => findings)) expect(message).toMatch(/\w \w/)
  })

  it('holds the same usage and history', async () => {
    const { file } = await olderStore()
    const { usage, changes } = await reading(file, tablesOf)
    expect(usage).toEqual(told.usage)
    expect(changes).toEqual(told.history)
  })

  it('shows what was read, what was not, and whose trail it was', async () => {
    const { file } = await olderStore()
    await reading(file, async (store) => {
      const [here, there, account] = [HANGZHOU, SHANGHAI, accountScope(ACCOUNT)].map(
        (scope) => new ScopeProgress(store, scope),
      ) as [ScopeProgress, ScopeProgress, ScopeProgress]
      const snapshots = await here.snapshots()
      // The key that vanished is remembered.
      expect(snapshots).toHaveLength(20)
      expect(snapshots.find(({ keyId }) => keyId === 'key-rotated')).toMatchObject({
        versionIds: [1, 2, 3].map((n) => `0000000${n}-1111-4222-8333-444444444444`),
      })
      const span = ({ from, to }: { from: number; to: number }) => `${iso(from)} ${iso(to)}`
      expect((await here.reading('all')).covered.map(span)).toEqual(['2026-08-25T02:31:00Z 2026-11-24T02:15:00Z'])
      expect((await there.reading('all')).covered.map(span)).toEqual(['2026-09-25T00:00:00Z 2026-11-24T02:15:00Z'])
      expect((await there.reading('all')).final.map(span)).toEqual(['2026-09-25T00:00:00Z 2026-11-23T00:00:00Z'])
      expect(await here.sourceProof()).toMatchObject({ state: 'proven', shownAt: Date.parse('2026-11-23T22:30:00Z') })
      expect(await here.ownCalls()).toHaveLength(2)
      expect(await here.aliasRecordsOf('events')).toMatchObject([{ alias: 'alias/moved-on', keyId: 'key-young' }])
      expect((await here.diagnostics()).map(({ keyId, code }) => [keyId, code])).toEqual([
        ['key-hidden', 'Forbidden.NoPermission'],
      ])
      expect(await account.latestPlan()).toMatchObject({ asOf: '2026-11-24T02:15:00Z' })
    })
  })

  it('explains each of its keys', async () => {
    const { file } = await olderStore()
    for (const { keyId, verdict, findings } of told.rows) {
      const explained = JSON.parse(await asked(file, ['explain', keyId, '--format', 'json']))
      expect(explained).toMatchObject({ keyId, verdict, history: told.history.filter((each) => each.keyId === keyId) })
      const fired = explained.ruleStates.filter(({ state }: { state: string }) => state === 'fired')
      expect(fired.map(({ rule }: { rule: string }) => rule).sort()).toEqual(findings.map(({ rule }) => rule).sort())
      for (const lang of ['en', 'zh']) expect(await asked(file, ['explain', keyId, '--lang', lang])).toContain(keyId)
    }
  })

  it('is compared, and listed in short, without being changed', async () => {
    const { file } = await olderStore()
    const { rows } = JSON.parse(await asked(file, ['compare', '--all', '--format', 'json']))
    const judged = rows.map(({ keyId, verdicts }: KeyComparison) => [keyId, verdicts['2023-09']])
    expect(new Map(judged)).toEqual(new Map(told.rows.map(({ keyId, verdict }) => [keyId, verdict])))
    await reading(file, async ({ readiness }) => {
      const listed = []
      for await (const summaries of readiness.listSummaries()) listed.push(...summaries)
      expect(listed.map(({ keyId }) => keyId).sort()).toEqual(told.rows.map(({ keyId }) => keyId).sort())
    })
  })

  it('shows its sentences as they are to readers of Chinese', async () => {
    const { file } = await olderStore()
    const [denied, ...others] = told.digest.diagnostics
    if (!denied) throw new Error('the digest has no diagnostics')
    const digest = await asked(file, ['digest', '--lang', 'zh'])
    for (const { message, advice } of [denied, ...others]) {
      expect(digest).toContain(message)
      expect(digest).toContain(advice)
    }
    const sentence = /30 days of events are not read yet: LookupEvents: NoPermission; about 1 min more of reading/
    expect(await asked(file, ['explain', 'key-east', '--lang', 'zh'])).toMatch(sentence)
    expect(await asked(file, ['explain', 'key-hidden', '--lang', 'zh'])).toContain(
      'DescribeKey: Forbidden.NoPermission',
    )

    const hostile = '30 <b>days</b> \u001b[2J[x](https://evil.example)'
    const store = await openStore({ kind: 'sqlite', file }, { mode: 'write' })
    const stored = [{ ...denied, message: hostile, advice: hostile }]
    await new ScopeProgress(store, HANGZHOU).putDiagnostics('inventory', stored)
    await store.close()
    expect(await asked(file, ['digest', '--lang', 'zh'])).toContain(visible(hostile))
    expect(await asked(file, ['digest', '--lang', 'zh', '--format', 'markdown'])).not.toMatch(
      /<b>|(?!\n)\p{Cc}|\[x\]\(/u,
    )
  })

  it('makes the digest that it made then, and does not send it again', async () => {
    const { folder, file } = await olderStore()
    const digest = JSON.parse(await asked(file, ['digest', '--format', 'json']))
    // Later versions say more.
    expect(withoutSentencesOf(digest)).toMatchObject(withoutSentencesOf(told.digest) as object)
    const saved = join(folder, 'digest.md')
    const env = { CMK_CHANNELS: `save:${saved}#name=team` }
    expect(await asked(file, ['digest', '--channel', 'team'], env)).toMatch(/^team: digest of 2026-11-24 already sent/)
    await expect(access(saved)).rejects.toThrow('ENOENT')
  })
})

/** The next night and a digest to each channel; with `lookups`, the trail of cn-shanghai refuses from so many on, as it did before. */
async function nextNight(folder: string, file: string, channels: readonly string[], lookups?: number) {
  const clock = () => NEXT_NIGHT
  const cloud = await startCloud(await olderWorld(), { clock, quotas: NO_QUOTAS })
  const where = { service: 'actiontrail', region: 'cn-shanghai', action: 'LookupEvents', from: lookups ?? 0 } as const
  if (lookups !== undefined) cloud.setFaults([{ where, effect: { kind: 'denied' } }])
  const env = {
    ...cloud.environment(),
    ...{ CMK_REGIONS: 'cn-hangzhou,cn-shanghai', CMK_OWN_CIDRS: '198.51.100.0/24' },
    ...{ CMK_KMS_QPS: '1000', CMK_TRAIL_QPS: '1000' },
    CMK_STORE: `sqlite:${file}`,
    CMK_CHANNELS: channels.map((name) => `save:${join(folder, `${name}.json`)}#name=${name}`).join(','),
  }
  try {
    const audit = await runCli(['audit'], { env, clock })
    // Nothing but how far it is.
    expect(audit.stderr).toMatch(/^(audit: .*\n)*$/)
    expect(audit.stdout).toContain('Audited 21 keys')
    for (const name of channels) expect((await runCli(['digest', '--channel', name], { env, clock })).status).toBe(0)
  } finally {
    await cloud.close()
  }
  return cloud.calls
}

describe('the night after the last of 0.1.0', () => {
  it('goes on where that stopped, and loses nothing', async () => {
    const { folder, file } = await olderStore()
    const calls = await nextNight(folder, file, ['team'])
    await access(join(folder, 'team.json'))
    const { rows, usage, changes } = await reading(file, tablesOf)

    // No key is lost, none is new, and what did not change keeps the day on which it did.
    const before = new Map(told.rows.map((row) => [row.keyId, row]))
    expect(rows.map(({ keyId }) => keyId).sort()).toEqual([...before.keys()].sort())
    const fresh = changes.filter(({ changedAt }) => changedAt === '2026-11-25T02:15:00Z')
    expect(fresh.map(({ keyId, before, after }) => [keyId, before, after])).toEqual([
      ['key-east', 'unknown', 'ready'],
      ['key-west', 'unknown', 'ready'],
    ])
    expect(changes.filter((each) => !fresh.includes(each))).toEqual(told.history)
    for (const { keyId, verdict, changedAt } of rows.filter(({ region }) => region === 'cn-hangzhou'))
      expect({ keyId, verdict, changedAt }).toEqual({
        ...{ keyId, verdict: before.get(keyId)?.verdict },
        changedAt: before.get(keyId)?.changedAt,
      })
    expect(rows.find(({ keyId }) => keyId === 'key-plain')?.verdict).toBe('migrated')

    // What was read is not read again but for its settling end; what was missing is.
    const starts = (region: string) =>
      calls
        .filter((call) => call.action === 'LookupEvents' && call.region === region)
        .map(({ params }) => dayOf(Date.parse(String(params.StartTime))))
        .sort()
    expect(starts('cn-hangzhou')[0]).toBe('2026-11-17')
    expect(starts('cn-shanghai')[0]).toBe('2026-08-27')
    const isKept = ({ day, keyId }: UsageRow) => day < '2026-11-23' && keyId !== 'key-east'
    expect(withoutVpcs(usage.filter(isKept))).toEqual(withoutVpcs(told.usage.filter(isKept)))
    expect(told.usage.filter(isKept).length).toBeGreaterThan(80)
    expect(rows.filter(({ observed }) => !observed.complete)).toEqual([])
  })
  it('tells a channel nothing that 0.1.0 has told it, and a new channel all', async () => {
    const { folder, file } = await olderStore()
    await nextNight(folder, file, ['team', 'other'], 9)
    await expect(access(join(folder, 'team.json'))).rejects.toThrow('ENOENT')
    await access(join(folder, 'other.json'))

    // From now on messages stand where sentences did; what programs are given is as it was.
    const stored = await reading(file, (store) => new ScopeProgress(store, SHANGHAI).diagnostics())
    expect(stored.length).toBeGreaterThan(0)
    for (const { message, advice } of stored) expect([isMessage(message), isMessage(advice)]).toEqual([true, true])
    const digest = async (...argv: readonly string[]) => {
      const env = { CMK_STORE: `sqlite:${file}`, CMK_OWN_CIDRS: '198.51.100.0/24' }
      return (await runCli(['digest', ...argv], { env, clock: () => NEXT_NIGHT })).stdout
    }
    const { diagnostics } = JSON.parse(await digest('--format', 'json'))
    expect(diagnostics.filter(({ region }: { region: string }) => region === 'cn-shanghai')).toEqual(inEnglish(stored))
    const chinese = await digest('--lang', 'zh')
    for (const { message, advice } of stored)
      for (const text of [message, advice]) expect(chinese).toContain(textIn(text, 'zh'))
  })
})
