import { iso } from '../../../shared/domain/time.ts'
import { DELIVERY_DELAY } from '../actiontrail/trails.ts'
import type { Engine } from '../engine.ts'
import type { WireRequest } from '../http/wire-request.ts'
import { allows } from '../policy/allows.ts'
import type { Caller } from '../service.ts'
import type { Account, World } from '../world.ts'
import { authenticate } from './authenticate.ts'
import { createProject, setIndex, updateLogstore } from './change.ts'
import { type Place, trailsInto } from './delivered.ts'
import { type Asked, describe, type OperationName } from './describe-request.ts'
import { getLogs } from './get-logs.ts'
import { actionTrailIndex, type LogIndex, type LogProject, type Logstore, logstore as newLogstore } from './projects.ts'
import { queryOf } from './query.ts'
import {
  denied,
  indexNotExist,
  invalidHost,
  logstoreNotExist,
  notSupported,
  parameterInvalid,
  projectNotExist,
  unauthorized,
} from './refusals.ts'

/** What a RAM policy must allow (vendor's page "Custom RAM policies"). */
const ACTIONS: Readonly<Record<OperationName, string>> = {
  GetProject: 'log:GetProject',
  GetLogStore: 'log:GetLogStore',
  GetIndex: 'log:GetIndex',
  GetLogs: 'log:GetLogStoreLogs',
  GetLogsV2: 'log:GetLogStoreLogs',
  CreateProject: 'log:CreateProject',
  UpdateLogStore: 'log:UpdateLogStore',
  CreateIndex: 'log:CreateIndex',
  UpdateIndex: 'log:UpdateIndex',
}

/** Does what a request asks: its JSON, for the logs before they take their form. Throws the `Refusal` that the service gives instead. */
export async function operate(request: WireRequest, region: string, engine: Engine): Promise<Record<string, unknown>> {
  const caller = authenticate(request, region, engine.gate)
  const asked = describe(request)
  const { operation } = asked
  if (operation === undefined) throw notSupported(request.method, request.path)
  if (asked.project === '') throw invalidHost(request.headers.host ?? '')
  const now = engine.clock()
  if (operation === 'CreateProject') {
    checkPermission(ACTIONS[operation], asked, caller.account, region, caller)
    createProject(engine.gate.world, caller.account, region, contentOf(request), now)
    return {}
  }
  const { account, project } = find(engine.gate.world, region, asked.project, caller)
  checkPermission(ACTIONS[operation], asked, account, region, caller)
  if (operation === 'GetProject') return projectView(project, account, region)
  const place = { account, region, project: project.name, logstore: asked.logstore }
  const logstore =
    project.logstores.find(({ name }) => name === asked.logstore) ?? madeByTrail(place, engine.gate.world, now)
  if (!logstore) throw logstoreNotExist(asked.logstore)
  if (operation === 'GetLogStore') return logstoreView(logstore)
  if (operation === 'UpdateLogStore') {
    updateLogstore(project, logstore, contentOf(request))
    return {}
  }
  if (operation === 'CreateIndex' || operation === 'UpdateIndex') {
    setIndex(project, logstore, operation === 'CreateIndex', contentOf(request), now)
    return {}
  }
  const { index } = logstore
  if (!index) throw indexNotExist()
  if (operation === 'GetIndex') return indexView(index, logstore)
  const { warehouse, slots, queryTime } = engine.logs
  const answer = await getLogs(queryOf(asked.params), {
    ...{ place, project, logstore, index, warehouse, slots, queryTime },
    now,
  })
  return { ...answer }
}

/** The logstore that ActionTrail makes when a trail first delivers. */
function madeByTrail(place: Place, world: World, now: number): Logstore | undefined {
  const made = trailsInto(place, world)
    .filter(({ trail }) => trail.status !== 'Fresh')
    .map(({ trail }) => Date.parse(trail.startedAt ?? trail.createdAt) + DELIVERY_DELAY.sls)
  const first = Math.min(...made)
  if (first > now) return undefined
  return newLogstore({
    name: place.logstore,
    createdAt: iso(first),
    index: actionTrailIndex({ lastModifiedAt: iso(first) }),
  })
}

function contentOf({ body }: WireRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw parameterInvalid('The body is no JSON.')
  }
}

/** A project is unique in its region. */
function find(
  { accounts }: World,
  region: string,
  name: string,
  caller: Caller,
): { readonly account: Account; readonly project: LogProject } {
  for (const account of accounts) {
    const project = account.regions[region]?.logProjects.find((each) => each.name === name)
    if (!project) continue
    if (account !== caller.account) throw unauthorized(`The project does not belong to you.`)
    return { account, project }
  }
  throw projectNotExist(name)
}

function checkPermission(action: string, asked: Asked, account: Account, region: string, caller: Caller): void {
  const project = `acs:log:${region}:${account.id}:project/${asked.project}`
  const resource = asked.logstore === '' ? project : `${project}/logstore/${asked.logstore}`
  if (caller.identity.kind !== 'root' && !allows(caller.policy, action, resource)) throw denied(action, resource)
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1_000)
}

function projectView({ name, createdAt }: LogProject, account: Account, region: string): Record<string, unknown> {
  const time = createdAt.replace('T', ' ').replace('Z', '')
  return {
    ...{ projectName: name, region, status: 'Normal', owner: account.id, description: '' },
    ...{ createTime: time, lastModifyTime: time, dataRedundancyType: 'LRS', resourceGroupId: '' },
  }
}

function logstoreView({ name, createdAt, ttl, shardCount }: Logstore): Record<string, unknown> {
  const time = seconds(createdAt)
  return {
    ...{ logstoreName: name, ttl, shardCount, hot_ttl: 0, mode: 'standard', telemetryType: '' },
    ...{ autoSplit: true, maxSplitShard: 64, enable_tracking: false, appendMeta: true },
    ...{ createTime: time, lastModifyTime: time, productType: 'actiontrail' },
  }
}

function indexView(index: LogIndex, { ttl }: Logstore): Record<string, unknown> {
  const { lastModifiedAt, max_text_len, line, keys } = index
  return {
    ...{ index_mode: 'v2', storage: 'pg', ttl, max_text_len, log_reduce: false },
    lastModifyTime: seconds(lastModifiedAt),
    ...(line ? { line } : {}),
    keys: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, keyView(key)])),
  }
}

function keyView({ json_keys, ...key }: LogIndex['keys'][string]): Record<string, unknown> {
  if (!json_keys) return { ...key }
  const leaves = Object.entries(json_keys).map(([path, { since: _, ...leaf }]) => [path, leaf] as const)
  return { ...key, index_all: false, max_depth: -1, json_keys: Object.fromEntries(leaves) }
}
