import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Libsql from 'libsql'
import { makeApp } from '../../../functions/query/app.ts'
import { loadConfig } from '../../../shared/config/config.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'
import { silentLog } from '../../../shared/log/log.ts'
import { openStore } from '../../../shared/store/open-store.ts'
import type { Store } from '../../../shared/store/store.ts'
import { startCloud } from '../../../simulator/cloud/cloud.ts'
import { NO_QUOTAS } from '../../../simulator/cloud/quota/quotas.ts'
import { region, type World } from '../../../simulator/cloud/world.ts'
import { runCli } from '../cli/run-cli.ts'
import { hoursAgo, NOW, named, smallCompany } from '../functions/a-company.ts'
import { tablesOf } from '../functions/tables-of.ts'

// Writes a store of this version and what this version says of it, for the versions to come: see test/store/fixtures/README.md.

/**
 * A day passes between the nights. In each, from so many lookups on the trail of cn-shanghai refuses: the first night reads a part of its
 * 90 days, the second what is new.
 */
const NIGHTS = [
  { at: NOW, lookups: 26 },
  { at: NOW + DAY, lookups: 9 },
] as const

/** The small company, a second region of it, a key that nobody may describe, and an alias that has moved. */
function companyOfTheFixture(): World {
  const there = smallCompany()
  const [only] = there.accounts
  const here = only?.regions['cn-hangzhou']
  if (!only || !here) throw new Error('the small company has one region')
  const move = { KeyId: 'key-young', AliasName: 'alias/moved-on' }
  here.keys.push(named('hidden', { tags: { owner: 'payments' } }), named('vanishing'), named('late'))
  here.keys.find(({ keyId }) => keyId === 'key-young')?.aliases.push('alias/moved-on')
  here.events.push(
    hoursAgo(60, { eventId: 'moved-on', eventName: 'UpdateAlias', eventRW: 'Write', requestParameters: move }),
    hoursAgo(70, { eventId: 'vanishing', eventName: 'Encrypt', requestParameters: { KeyId: 'alias/vanishing' } }),
  )
  const acsRegion = 'cn-shanghai'
  const keys = ['east', 'west'].map((name) => named(name, { tags: { team: 'data' } }))
  const calls = [1, 40, 400, 1_500].map((hours) =>
    hoursAgo(hours, { acsRegion, eventId: `east-${hours}`, requestParameters: { KeyId: 'key-east' } }),
  )
  only.regions[acsRegion] = region({ keys, events: calls })
  for (const { policy } of only.accessKeys)
    policy.push({ Effect: 'Deny', Action: ['kms:DescribeKey'], Resource: ['acs:kms:*:*:key/key-hidden'] })
  return there
}

/** What the day between the nights brings. */
function passDay(there: World): void {
  const here = there.accounts[0]?.regions['cn-hangzhou']
  if (!here) throw new Error('the small company has one region')
  here.keys = here.keys.filter(({ keyId }) => keyId !== 'key-vanishing')
  for (const each of here.keys) {
    if (each.keyId === 'key-plain') each.instanceId = 'kst-hzz65synthetic'
    if (each.keyId === 'key-rotating') each.automaticRotation = 'Disabled'
  }
  const requestParameters = { KeyId: 'key-late' }
  here.events.push(hoursAgo(-20, { eventId: 'late', eventName: 'GenerateAndExportDataKey', requestParameters }))
}

const KEYS = '/api/readiness/1000000000000001'
/** Each kind of answer, each kind of refusal. */
const PATHS = [
  ...['limit=7', 'verdict=ready', 'region=cn-shanghai', 'account=1000000000000001&verdict=unknown'].map(
    (query) => `/api/readiness?${query}`,
  ),
  ...['/api/readiness.csv?verdict=ready,blocked', '/api/readiness.jsonl?verdict=unknown', '/api/summary'],
  ...[`${KEYS}/cn-hangzhou/key-plain`, `${KEYS}/cn-hangzhou/alias/moved-on`],
  ...[`${KEYS}/cn-hangzhou/key-none`, `${KEYS}/cn-nowhere/key-plain`, '/api/nothing'],
  ...['verdict=perhaps', 'limit=0', 'colour=red'].map((query) => `/api/readiness?${query}`),
]

/** What the HTTP API says of the store when its last digest was sent. */
async function answersOver(store: Store) {
  const token = 'a-token-of-twenty-six-chars'
  const app = makeApp({
    ...{ store: async () => store, decidingStore: async () => store, clock, log: silentLog, behindTrigger: false },
    config: loadConfig({ CMK_API_TOKEN: token }, { cwd: scratch }),
  })
  const headers = { Authorization: `Bearer ${token}` }
  return Promise.all(
    PATHS.map(async (path) => {
      const answer = await app.fetch(new Request(`https://api.example${path}`, { headers }))
      const type = answer.headers.get('content-type')
      return { path, status: answer.status, type, body: await answer.text() }
    }),
  )
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('say into which folder')
await mkdir(folder, { recursive: true })
const scratch = await mkdtemp(join(tmpdir(), 'fixture-'))
const file = join(scratch, 'store.db')

let now = NOW
const clock = () => now
const there = companyOfTheFixture()
const cloud = await startCloud(there, { clock, quotas: NO_QUOTAS })
const env = {
  ...cloud.environment(),
  ...{ CMK_REGIONS: 'cn-hangzhou,cn-shanghai', CMK_OWN_CIDRS: '198.51.100.0/24' },
  ...{ CMK_KMS_QPS: '1000', CMK_TRAIL_QPS: '1000' },
  CMK_STORE: `sqlite:${file}`,
  CMK_CHANNELS: `save:${join(scratch, 'digest.md')}#name=team`,
}
const told = async (...argv: readonly string[]) => (await runCli(argv, { env, clock })).stdout
for (const { at, lookups } of NIGHTS) {
  now = at
  if (at > NOW) passDay(there)
  const where = { service: 'actiontrail', region: 'cn-shanghai', action: 'LookupEvents', from: lookups } as const
  cloud.setFaults([{ where, effect: { kind: 'denied' } }])
  process.stdout.write(await told('audit'))
  now = at + HOUR
  process.stdout.write(await told('digest', '--channel', 'team'))
}
const json = async (name: string, text: string) =>
  writeFile(join(folder, name), `${JSON.stringify(JSON.parse(text))}\n`)
await json('rows.json', await told('query', '--format', 'json'))
await json('digest.json', await told('digest', '--format', 'json'))
await cloud.close()
const store = await openStore({ kind: 'sqlite', file }, { mode: 'read' })
const { usage, changes } = await tablesOf(store)
await json('http.json', JSON.stringify(await answersOver(store)))
await store.close()
await json('usage.json', JSON.stringify(usage))
await json('history.json', JSON.stringify(changes))
// The trail of the next night has to show the calls of these.
await writeFile(join(folder, 'world.json.gz'), gzipSync(JSON.stringify(there), { level: 9 }))
const database = new Libsql(file)
await rm(join(folder, 'store.sqlite'), { force: true })
database.prepare('VACUUM INTO ?').run(join(folder, 'store.sqlite'))
await rm(scratch, { recursive: true })
process.exit(0)
