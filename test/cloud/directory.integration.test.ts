import { beforeEach, expect, test } from 'vitest'
import { directory, member, type ResourceDirectory } from '../../simulator/cloud/resourcedirectory/directory.ts'
import { account, DEFAULT_ACCOUNT, readOnlyPolicy, type World, world } from '../../simulator/cloud/world.ts'
import { clientOf, failure, open } from '../support/cloud/open.ts'
import { useLeapingClock } from '../support/leaping-clock.ts'

beforeEach(useLeapingClock)

const idOf = (number: number) => String(2_000_000_000_000_000 + number)

/** The caller's account, and a directory of others that are no more than names. */
function company(there: ResourceDirectory): World {
  return world({ accounts: [account()], directory: there })
}

/** One directory with every kind of member. */
const LARGE = directory(
  DEFAULT_ACCOUNT,
  Array.from({ length: 998 }, (_, number) => idOf(number)),
)
LARGE.members.push(member(idOf(998), { status: 'PromoteVerifying' }), member(idOf(999), { status: 'CreateVerifying' }))
const TEAM = { id: 'fd-team000000', name: 'team', parent: LARGE.rootFolder }
const INNER = { id: 'fd-inner00000', name: 'inner', parent: TEAM.id }
LARGE.folders.push(TEAM, INNER, { id: 'fd-other00000', name: 'other', parent: LARGE.rootFolder })
for (const [at, each] of LARGE.members.entries()) if (at < 120) each.folder = at < 110 ? TEAM.id : INNER.id

test('rd: is all members over all pages, and the management account', async () => {
  const { cloud, server } = await open(company(LARGE), { env: { CMK_ACCOUNTS: 'rd:' } })
  const { accounts, refused } = await cloud.listAccounts()
  expect(accounts).toHaveLength(1_000)
  expect(accounts.map(({ accountId }) => accountId)).toEqual(
    expect.arrayContaining([DEFAULT_ACCOUNT, idOf(0), idOf(997), idOf(998)]),
  )
  expect(refused).toMatchObject([{ account: idOf(999), error: { code: 'MemberNotActive' } }])
  expect(refused[0]?.error.message).toContain('CreateVerifying')
  expect(server.count({ action: 'ListAccounts' })).toBe(10)
  expect(server.count({ action: 'AssumeRole' })).toBe(0)
})

test('rd:<folder> is the members of a folder and of those below it; roles that are named besides stay', async () => {
  const roleArn = `acs:ram::${idOf(3)}:role/own`
  const { cloud } = await open(company(LARGE), { env: { CMK_ACCOUNTS: `rd:${TEAM.id},${roleArn},${idOf(500)}` } })
  const { accounts } = await cloud.listAccounts()
  expect(new Set(accounts.map(({ accountId }) => accountId))).toEqual(
    new Set([...Array.from({ length: 120 }, (_, number) => idOf(number)), idOf(500)]),
  )
  expect(accounts).toContainEqual({ accountId: idOf(3), roleArn })
})

test('a folder in which nobody is ends the night with what to check, unless others are named besides', async () => {
  const folder = 'rd:fd-other00000'
  const { cloud } = await open(company(LARGE), { env: { CMK_ACCOUNTS: folder } })
  expect(await failure(cloud.listAccounts())).toMatchObject({
    ...{ service: 'resourcedirectory', code: 'NoMembers', advice: { id: 'directory-folder-empty' } },
  })
  const { cloud: besides } = await open(company(LARGE), { env: { CMK_ACCOUNTS: `${folder},${idOf(3)}` } })
  expect((await besides.listAccounts()).accounts).toEqual([{ accountId: idOf(3) }])
})

test('a delegated administrator is a member that needs no role', async () => {
  const there = directory(idOf(1), [idOf(2), DEFAULT_ACCOUNT], { delegated: [DEFAULT_ACCOUNT] })
  const { cloud, server } = await open(company(there), { env: { CMK_ACCOUNTS: 'rd:' } })
  const { accounts, refused } = await cloud.accounts()
  expect(accounts).toEqual([{ accountId: DEFAULT_ACCOUNT }])
  expect(refused).toMatchObject([{ account: idOf(2), error: { code: 'EntityNotExist.Role' } }])
  expect(server.count({ action: 'AssumeRole' })).toBe(1)
})

const none = world({ accounts: [account()] })
const denied = world({
  accounts: [
    account({
      accessKeys: [
        {
          ...{ id: 'LTAIx', secret: 's', user: 'x' },
          policy: readOnlyPolicy().filter(({ Action }) => !Action.some((each) => each.startsWith('resourcemanager'))),
        },
      ],
    }),
  ],
  directory: directory(DEFAULT_ACCOUNT, []),
})
test.each([
  ['there is none', none, 'rd:', /no Resource Directory/],
  ['the caller is only a member', company(directory(idOf(1), [DEFAULT_ACCOUNT])), 'rd:', /management account/],
  ['the right is missing', denied, 'rd:', /resourcemanager:ListAccounts/],
  ['it has no such folder', company(LARGE), 'rd:fd-nobody0000', /not in the Resource Directory/],
])('a directory refuses where %s, in one line that says what to do', async (_, there, entry, line) => {
  const { cloud } = await open(there, { env: { CMK_ACCOUNTS: entry } })
  const error = await failure(cloud.listAccounts())
  expect(error.service).toBe('resourcedirectory')
  expect(error.message).toMatch(line)
  expect(error.message).not.toContain('\n')
})

test('a list that changes while it is read is read again, and one that goes on changing is none', async () => {
  const { server } = await open(company(LARGE))
  const more = (answer: Record<string, unknown>) => ({ ...answer, TotalCount: 1_001 })
  const cloud = clientOf({ ...server.environment(), CMK_ACCOUNTS: 'rd:' })
  server.setFaults([{ where: { action: 'ListAccounts', nth: [4] }, effect: { kind: 'rewrite', rewrite: more } }])
  expect((await cloud.listAccounts()).accounts).toHaveLength(1_000)
  server.setFaults([
    { where: { action: 'ListAccounts', params: { PageNumber: '2' } }, effect: { kind: 'rewrite', rewrite: more } },
  ])
  expect(await failure(cloud.listAccounts())).toMatchObject({ code: 'ListKeptChanging' })
})
