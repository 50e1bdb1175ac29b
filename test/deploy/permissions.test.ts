import { describe, it, type TestContext } from 'vitest'
import type { Night } from '../../functions/night.ts'
import { permissions, UNRESTRICTED } from '../../shared/permissions.ts'
import { type SimulatedCloud, startCloud } from '../cloud/cloud.ts'
import { NO_QUOTAS } from '../cloud/quota/quotas.ts'
import { DEFAULT_ACCOUNT } from '../cloud/world.ts'
import { Laboratory } from '../functions/run-night.ts'
import { PLACES } from './places.ts'
import {
  ACCOUNTS,
  calledActions,
  deletions,
  isSimulated,
  OTHER_ACCOUNT,
  statementsOf,
  twoAccounts,
} from './two-accounts.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const GRANTED = { auditor: statementsOf('auditor'), audited: statementsOf('audited') }

/** A night of an auditor who may do what these policies say. */
async function night(
  { onTestFinished }: TestContext,
  policies = GRANTED,
): Promise<{ night: Night; cloud: SimulatedCloud }> {
  const cloud = await startCloud(twoAccounts(policies), { clock: () => NOW, quotas: NO_QUOTAS })
  const laboratory = await Laboratory.open()
  onTestFinished(async () => {
    await cloud.close()
    await laboratory.close()
  })
  return { night: await laboratory.night(cloud, { now: NOW, env: { CMK_ACCOUNTS: ACCOUNTS } }), cloud }
}

/** The calls that a night says were denied, and in which accounts. */
function denied({ diagnostics }: Night) {
  const found = diagnostics.filter(({ status }) => status === 'denied')
  const sorted = (texts: string[]) => [...new Set(texts)].sort()
  return {
    actions: sorted(found.map(({ action }) => action)),
    accounts: sorted(found.map(({ accountId }) => accountId)),
  }
}

// A night waits for its limiters most of the time: side by side they take as long as one.
describe.concurrent('the generated policies', () => {
  it('are enough for a night over two accounts', async (context) => {
    const { expect } = context
    const { night: done, cloud } = await night(context)
    expect(done.diagnostics).toEqual([])
    expect(done.judged.map(({ accountId }) => accountId)).toEqual([DEFAULT_ACCOUNT, OTHER_ACCOUNT])
    expect(cloud.calls.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('list every call that a night makes, and none that it does not make', async (context) => {
    const { expect } = context
    const { calls } = (await night(context)).cloud
    const listed = permissions('auditor', PLACES).flatMap(({ actions }) => actions.filter(isSimulated))
    expect(calledActions(calls)).toEqual([...listed, ...UNRESTRICTED].sort())
    const entered = calledActions(calls.filter(({ accountId }) => accountId === OTHER_ACCOUNT))
    const read = permissions('audited', PLACES).flatMap(({ actions }) => actions)
    expect(entered).toEqual([...read, 'kms:DescribeRegions'].sort())
  })

  it.for(deletions('auditor'))(
    'of the auditor, without $name: the night says so',
    async ({ left, missing }, context) => {
      const { night: done } = await night(context, { ...GRANTED, auditor: left })
      const accounts = [missing.includes('AssumeRole') ? OTHER_ACCOUNT : DEFAULT_ACCOUNT]
      context.expect(denied(done)).toEqual({ actions: [...missing].sort(), accounts })
    },
  )

  it.for(deletions('audited'))(
    'of an audited account, without $name: the night says so',
    async ({ left, missing }, context) => {
      const { night: done } = await night(context, { ...GRANTED, audited: left })
      context.expect(denied(done)).toEqual({ actions: [...missing].sort(), accounts: [OTHER_ACCOUNT] })
    },
  )
})
