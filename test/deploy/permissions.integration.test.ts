import { beforeAll, describe, expect, it } from 'vitest'
import type { Night } from '../../functions/run/night.ts'
import type { CloudError } from '../../shared/cloud/errors.ts'
import { UNRESTRICTED } from '../../shared/ram/permissions.ts'
import { StoreError } from '../../shared/store/errors.ts'
import { type SimulatedCloud, startCloud } from '../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../simulator/cloud/quota/quotas.ts'
import { DEFAULT_ACCOUNT } from '../../simulator/cloud/world.ts'
import {
  ACCOUNTS,
  calledActions,
  calledWith,
  deletions,
  FOLDER,
  OTHER_ACCOUNT,
  STORE,
  statementsOf,
  TRAIL_ARCHIVE,
  TRAIL_LOGS,
  TWO_DAYS,
  TWO_DAYS_IN_A_FILE,
  twoAccounts,
} from '../support/deploy/two-accounts.ts'
import { Laboratory } from '../support/functions/run-night.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const GRANTED = { auditor: statementsOf('auditor'), audited: statementsOf('audited') }

/** A night of an auditor who may do what these policies say. A store that refuses ends it. */
async function night(
  policies: typeof GRANTED,
  env: Record<string, string>,
): Promise<{ night: Night | StoreError; calls: SimulatedCloud['calls'] }> {
  const cloud = await startCloud(twoAccounts(policies), { clock: () => NOW, quotas: NO_QUOTAS })
  const laboratory = await Laboratory.open()
  try {
    const done = await laboratory.night(cloud, { now: NOW, env }).catch((error: unknown) => {
      if (error instanceof StoreError) return error
      throw error
    })
    return { night: done, calls: cloud.calls }
  } finally {
    await cloud.close()
    await laboratory.close()
  }
}

/** The calls that a night says were denied, and in which accounts. */
function denied(night: Night | StoreError) {
  if (night instanceof StoreError) {
    const [, action = night.message] = /Allow the caller ots:(\w+)/.exec(night.message) ?? []
    return { actions: [action], accounts: [DEFAULT_ACCOUNT] }
  }
  const found = night.diagnostics.filter(({ status }) => status === 'denied')
  const sorted = (texts: string[]) => [...new Set(texts)].sort()
  return {
    actions: sorted(found.map(({ action }) => action)),
    accounts: sorted(found.map(({ accountId }) => accountId)),
  }
}

describe('the generated policies', () => {
  /** One that lacks nothing, over all days that a trail has. */
  let whole: Awaited<ReturnType<typeof night>>
  beforeAll(async () => {
    whole = await night(GRANTED, { CMK_ACCOUNTS: ACCOUNTS, CMK_STORE: STORE })
  })

  it('are enough for a night over two accounts', () => {
    const { night: done, calls } = whole
    expect(done).toMatchObject({
      diagnostics: [],
      judged: [{ accountId: DEFAULT_ACCOUNT }, { accountId: OTHER_ACCOUNT }],
    })
    // Of tables that are not there yet the store asks before it makes them.
    expect(calls.filter(({ status, code }) => status !== 200 && code !== 'OTSObjectNotExist')).toEqual([])
  })

  it('list every call that a night makes, and none that it does not make', () => {
    const { calls } = whole
    const listed = calledWith('auditor', 'lookup')
    expect(calledActions(calls)).toEqual([...new Set([...listed, ...UNRESTRICTED])].sort())
    const entered = calledActions(calls.filter(({ accountId }) => accountId === OTHER_ACCOUNT))
    const read = calledWith('audited', 'lookup')
    expect(entered).toEqual([...read, 'kms:DescribeRegions'].sort())
  })
})

/**
 * As long as a source is asked for all that it is asked for. What the store calls is the same in every night: the whole one has it, and
 * test/store/tablestore-rights.integration.test.ts.
 */
const FOUR_DAYS = { ...TWO_DAYS_IN_A_FILE, CMK_OBSERVATION_DAYS: '4' }
function withoutStore(actions: readonly string[]): string[] {
  return actions.filter((action) => !action.startsWith('ots:'))
}

// A night waits for STS and its store part of the time.
describe.concurrent('the generated policies, with something left out:', { timeout: 60_000 }, () => {
  it.for(deletions('auditor'))(
    'of the auditor, without $name: the night says so',
    async ({ left, missing, ofStore }, { expect }) => {
      const { night: done } = await night({ ...GRANTED, auditor: left }, ofStore ? TWO_DAYS : TWO_DAYS_IN_A_FILE)
      const accounts = [missing.includes('AssumeRole') ? OTHER_ACCOUNT : DEFAULT_ACCOUNT]
      const told = denied(done)
      // The first call that the store refuses ends the night; KMS and ActionTrail are asked for the rest all the same.
      const actions = done instanceof StoreError ? missing.filter((action) => told.actions.includes(action)) : missing
      expect(actions).not.toEqual([])
      expect(told).toEqual({ actions: [...actions].sort(), accounts })
    },
  )

  it('are enough for a night that reads a logstore of both accounts, and then lists every call of it', async ({
    expect,
  }) => {
    const { night: done, calls } = await night(GRANTED, { ...FOUR_DAYS, CMK_SOURCE: TRAIL_LOGS })
    expect(done).toMatchObject({ diagnostics: [] })
    const listed = withoutStore(calledWith('auditor', 'sls'))
    expect(calledActions(calls)).toEqual([...new Set([...listed, ...UNRESTRICTED])].sort())
  })

  it.for(deletions('auditor', 'sls'))(
    'of the auditor who reads a logstore, without $name: the night says so',
    async ({ left, missing }, { expect }) => {
      const policies = { ...GRANTED, auditor: left }
      const told = denied((await night(policies, { ...TWO_DAYS_IN_A_FILE, CMK_SOURCE: TRAIL_LOGS })).night)
      expect(missing).toEqual(expect.arrayContaining(told.actions))
      expect(told.actions).not.toEqual([])
    },
  )

  it('are enough for a night that reads the archive of both accounts, and then list every call of it', async ({
    expect,
  }) => {
    const { night: done, calls } = await night(GRANTED, { ...FOUR_DAYS, CMK_SOURCE: TRAIL_ARCHIVE })
    expect(done).toMatchObject({ diagnostics: [] })
    const listed = withoutStore(calledWith('auditor', 'oss'))
    expect(calledActions(calls)).toEqual([...new Set([...listed, ...UNRESTRICTED])].sort())
  })

  it.for(deletions('auditor', 'oss'))(
    'of the auditor who reads an archive, without $name: the night says so',
    async ({ left, missing }, { expect }) => {
      const policies = { ...GRANTED, auditor: left }
      const told = denied((await night(policies, { ...TWO_DAYS_IN_A_FILE, CMK_SOURCE: TRAIL_ARCHIVE })).night)
      expect(missing).toEqual(expect.arrayContaining(told.actions))
      expect(told.actions).not.toEqual([])
    },
  )

  it('are enough for a night that reads the resources of both accounts, and then list every call of it', async ({
    expect,
  }) => {
    const { night: done, calls } = await night(GRANTED, { ...FOUR_DAYS, CMK_RESOURCES: 'rds,ecs,oss' })
    expect(done).toMatchObject({ diagnostics: [] })
    const services = ['rds', 'ecs', 'oss'] as const
    const listed = withoutStore(calledWith('auditor', 'lookup', services))
    expect(calledActions(calls)).toEqual([...new Set([...listed, ...UNRESTRICTED])].sort())
    const entered = calledActions(calls.filter(({ accountId }) => accountId === OTHER_ACCOUNT))
    expect(entered).toEqual([...calledWith('audited', 'lookup', services), 'kms:DescribeRegions'].sort())
  })

  it.for(
    (['auditor', 'audited'] as const).flatMap((role) =>
      deletions(role, 'resources').map((each) => ({ ...each, role })),
    ),
  )(
    'of the $role whose resources are read, without $name: the night says so, and judges all the same',
    async ({ left, missing, role }, { expect }) => {
      const policies = { ...GRANTED, [role]: left }
      const { night: done } = await night(policies, { ...TWO_DAYS_IN_A_FILE, CMK_RESOURCES: 'rds,ecs,oss' })
      const told = denied(done)
      expect(missing).toEqual(expect.arrayContaining(told.actions))
      expect(told.actions).not.toEqual([])
      expect(told.accounts).toEqual([role === 'auditor' ? DEFAULT_ACCOUNT : OTHER_ACCOUNT])
      expect(done).toMatchObject({ judged: [{ accountId: DEFAULT_ACCOUNT }, { accountId: OTHER_ACCOUNT }] })
    },
  )

  it.for(deletions('audited'))(
    'of an audited account, without $name: the night says so',
    async ({ left, missing }, { expect }) => {
      const { night: done } = await night({ ...GRANTED, audited: left }, TWO_DAYS_IN_A_FILE)
      expect(denied(done)).toEqual({ actions: [...missing].sort(), accounts: [OTHER_ACCOUNT] })
    },
  )

  it.for(deletions('auditor', 'rd'))(
    'of the auditor who lists the Resource Directory, without $name: the night says so at once',
    async ({ left, missing }, { expect }) => {
      const env = { ...TWO_DAYS_IN_A_FILE, CMK_ACCOUNTS: `rd:,rd:${FOLDER.id}` }
      const ended = night({ ...GRANTED, auditor: left }, env)
      await expect(ended).rejects.toMatchObject({ service: 'resourcedirectory', kind: 'denied' })
      await expect(ended).rejects.toSatisfy(({ action }: CloudError) => missing.includes(action))
    },
  )

  it('are enough for a night over the members of a directory', async ({ expect }) => {
    const env = { ...FOUR_DAYS, CMK_ACCOUNTS: `rd:,rd:${FOLDER.id}` }
    const { night: done, calls } = await night(GRANTED, env)
    expect(done).toMatchObject({ diagnostics: [], judged: [{}, {}] })
    const members = deletions('auditor', 'rd')[0]?.missing.map((action) => `resourcemanager:${action}`)
    expect(calledActions(calls)).toEqual(expect.arrayContaining(members ?? []))
  })

  it.for(
    (['auditor', 'audited'] as const).flatMap((role) => deletions(role, 'auto').map((each) => ({ ...each, role }))),
  )(
    'of the $role whose own addresses are asked for, without $name: the night says so, and judges',
    async ({ left, missing, role }, { expect }) => {
      const env = { ...TWO_DAYS_IN_A_FILE, CMK_OWN_CIDRS: 'auto' }
      const { night: done } = await night({ ...GRANTED, [role]: left }, env)
      expect(denied(done)).toEqual({
        ...{ actions: missing, accounts: [role === 'auditor' ? DEFAULT_ACCOUNT : OTHER_ACCOUNT] },
      })
      expect(done).toMatchObject({ judged: [{ accountId: DEFAULT_ACCOUNT }, { accountId: OTHER_ACCOUNT }] })
    },
  )
})
