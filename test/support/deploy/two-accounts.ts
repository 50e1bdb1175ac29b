import { policyOf } from '../../../deploy/policy.ts'
import type { ResourceService } from '../../../shared/domain/resources/key-resource.ts'
import {
  type Permission,
  type PermissionSetting,
  type PermissionSource,
  type Places,
  permissions,
  type RoleName,
} from '../../../shared/ram/permissions.ts'
import type { SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import { disk, snapshot } from '../../../simulator/cloud/ecs/resources.ts'
import { bucket } from '../../../simulator/cloud/oss/buckets.ts'
import type { Statement } from '../../../simulator/cloud/policy/statements.ts'
import { rdsInstance } from '../../../simulator/cloud/rds/instances.ts'
import { directory, ROOT_FOLDER } from '../../../simulator/cloud/resourcedirectory/directory.ts'
import type { Service } from '../../../simulator/cloud/service.ts'
import { logProject, trailLogstore } from '../../../simulator/cloud/sls/projects.ts'
import { tablestore } from '../../../simulator/cloud/tablestore/instance.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  key,
  region,
  secret,
  trail,
  type World,
  world,
} from '../../../simulator/cloud/world.ts'
import { event, instance } from '../../../simulator/cloud/world-events.ts'
import { PLACES } from './places.ts'

export const OTHER_ACCOUNT = '2000000000000002'
/** An empty folder of the directory. */
export const FOLDER = { id: 'fd-empty00000', name: 'empty' }
export const STORE = `tablestore:https://${PLACES.instance}.${PLACES.region}.ots.aliyuncs.com`
export const ACCOUNTS = `${DEFAULT_ACCOUNT},acs:ram::${OTHER_ACCOUNT}:role/${PLACES.auditedRole}`
/** The settings of a night over both accounts. It asks for every kind of thing on two days as it does on ninety, at a tenth of the calls. */
export const TWO_DAYS = { CMK_ACCOUNTS: ACCOUNTS, CMK_STORE: STORE, CMK_OBSERVATION_DAYS: '2' }
/** The same with a file for a store: nothing is asked of Tablestore, which is four of five calls of such a night. */
export const TWO_DAYS_IN_A_FILE = { CMK_ACCOUNTS: ACCOUNTS, CMK_OBSERVATION_DAYS: '2' }

/** Two accounts that own one of everything which the audit reads: the auditor's, and one that it enters by a role. */
export function twoAccounts(policies: Readonly<Record<'auditor' | 'audited', Statement[]>>): World {
  const own = account({
    accessKeys: [{ id: 'LTAIauditor', secret: 'secret', user: 'auditor', policy: policies.auditor }],
    regions: { 'cn-hangzhou': region({ ...oneOfEverything('own', DEFAULT_ACCOUNT), ...trailsOfBoth() }) },
    tablestore: [tablestore({ name: PLACES.instance })],
  })
  const other = account({
    id: OTHER_ACCOUNT,
    accessKeys: [],
    roles: [
      {
        name: PLACES.auditedRole,
        trusts: [`acs:ram::${DEFAULT_ACCOUNT}:user/auditor`],
        policy: policies.audited,
      },
    ],
    regions: {
      'cn-hangzhou': region({
        ...oneOfEverything('other', OTHER_ACCOUNT),
        buckets: [bucket('other-bucket', { encryption: { algorithm: 'KMS', keyId: 'alias/other' } })],
      }),
    },
    tablestore: [],
  })
  return world({
    accounts: [own, other],
    directory: directory(DEFAULT_ACCOUNT, [OTHER_ACCOUNT], { folders: [{ ...FOLDER, parent: ROOT_FOLDER }] }),
  })
}

/** Trails of both accounts, into Log Service and into OSS. */
function trailsOfBoth() {
  const slsProjectArn = `acs:log:cn-hangzhou:${DEFAULT_ACCOUNT}:project/audit-logs`
  const history = [{ id: 1, status: 2 as const, createdAt: '2021-03-02T00:00:00Z' }]
  return {
    trails: [
      trail({ name: 'audit', slsProjectArn, isOrganization: true, history }),
      trail({ name: 'archive', ossBucketName: 'audit-archive', isOrganization: true }),
    ],
    logProjects: [logProject({ name: 'audit-logs', logstores: [trailLogstore('audit')] })],
    buckets: [bucket('audit-archive'), bucket('own-bucket', { encryption: { algorithm: 'KMS', keyId: 'key-own' } })],
  }
}
/** CMK_SOURCE of the one and of the other. */
export const TRAIL_LOGS = 'sls:cn-hangzhou/audit-logs/actiontrail_audit'
export const TRAIL_ARCHIVE = 'oss:cn-hangzhou/audit-archive'

function oneOfEverything(name: string, recipientAccountId: string) {
  const keyId = `key-${name}`
  const requestParameters = { KeyId: keyId }
  return {
    keys: [key({ keyId, aliases: [`alias/${name}`], tags: { owner: 'payments' } })],
    secrets: [secret({ name: `secret-${name}`, encryptionKeyId: keyId })],
    instances: [instance({ id: `kst-${name}` })],
    rdsInstances: [rdsInstance(`rm-${name}`, { tdeKeyId: keyId })],
    disks: [disk(`d-${name}`, { keyId })],
    snapshots: [snapshot(`s-${name}`, { keyId })],
    events: [event({ eventId: `event-${name}`, eventName: 'Encrypt', recipientAccountId, requestParameters })],
  }
}

/** The policy of a role as the simulated cloud takes it. */
export function statementsOf(role: RoleName, places: Places = PLACES): Statement[] {
  return policyOf(role, places).Statement.map(({ Effect, Action, Resource }) => ({
    Effect,
    Action: [...Action],
    Resource: [...Resource],
  }))
}

/** What RAM calls each service that is simulated. A service added to the simulated cloud is added here, and its statements are tested. */
const RAM_CODES: Readonly<Record<Service, string>> = {
  ...{ kms: 'kms', actiontrail: 'actiontrail', sts: 'sts', tablestore: 'ots', sls: 'log', oss: 'oss' },
  ...{ rds: 'rds', ecs: 'ecs', vpc: 'vpc', fc: 'fc', resourcedirectory: 'resourcemanager' },
}

/** Calls that RAM knows by another name. */
const RAM_NAMES: Readonly<Record<string, string>> = {
  ...{ GetLogs: 'GetLogStoreLogs', GetLogsV2: 'GetLogStoreLogs' },
  ...{ ListObjectsV2: 'ListObjects', HeadObject: 'GetObject' },
}

/** A policy with something left out of it. */
export interface Deletion {
  readonly name: string
  /** The actions that it lacks, without their service. */
  readonly missing: readonly string[]
  /** Whether they are calls of the store. */
  readonly ofStore: boolean
  readonly left: Statement[]
}

/** What the program itself calls with a source of usage, and what every source needs. */
export function calledWith(
  role: RoleName,
  source: PermissionSource,
  services: readonly ResourceService[] = [],
  settings: readonly PermissionSetting[] = [],
): string[] {
  return permissions(role, PLACES)
    .filter((each) => isOfProgram(each) && (each.sources?.includes(source) ?? true))
    .filter(({ resourcesOf }) => resourcesOf === undefined || services.includes(resourcesOf))
    .filter(({ onlyFor }) => onlyFor === undefined)
    .filter(({ setting }) => setting === undefined || settings.includes(setting))
    .flatMap(({ actions }) => actions)
}

/** False for what Function Compute calls, and for services that are not simulated: only what the simulated cloud refuses can be missed. */
function isOfProgram({ actions, calledBy }: Permission): boolean {
  return calledBy === undefined && actions.every(isSimulated)
}

/** Of what every source needs, of what only this one does, or of what resources need. */
function isOf(
  { sources, resourcesOf, setting, onlyFor }: Permission,
  source: PermissionSource | 'resources' | PermissionSetting | undefined,
): boolean {
  // Held by a night that is spread over functions (test/platform/fan-out.e2e.test.ts), and by one after a move (test/functions/after-move).
  if (onlyFor !== undefined) return false
  if (setting !== undefined || source === 'rd' || source === 'auto') return setting === source
  if (source === 'resources' || resourcesOf !== undefined)
    return (resourcesOf !== undefined) === (source === 'resources')
  return source === undefined ? sources === undefined : sources?.includes(source) === true
}

/** Each statement of a role in turn left out, and of those with several actions each action; of what is called with the source. */
export function deletions(role: RoleName, source?: PermissionSource | 'resources' | PermissionSetting): Deletion[] {
  const all = statementsOf(role)
  return permissions(role, PLACES).flatMap((permission, index): Deletion[] => {
    const { id, actions } = permission
    if (!isOfProgram(permission) || !isOf(permission, source)) return []
    const ofStore = actions.every((action) => action.startsWith(`${RAM_CODES.tablestore}:`))
    const whole = { name: id, missing: actions.map(apiOf), ofStore, left: all.filter((_, at) => at !== index) }
    if (actions.length === 1) return [whole]
    const single = actions.map((action) => ({
      name: `${id}: ${action}`,
      missing: [apiOf(action)],
      ofStore,
      left: all.map((each, at) =>
        at === index ? { ...each, Action: each.Action.filter((one) => one !== action) } : each,
      ),
    }))
    return [whole, ...single]
  })
}

/** Whether the simulated cloud has the service of an action. */
function isSimulated(action: string): boolean {
  return Object.values(RAM_CODES).some((code) => action.startsWith(`${code}:`))
}

/** RAM's name of every call that arrived. */
export function calledActions(calls: SimulatedCloud['calls']): string[] {
  return [...new Set(calls.map(({ service, action }) => `${RAM_CODES[service]}:${RAM_NAMES[action] ?? action}`))].sort()
}

function apiOf(action: string): string {
  return action.slice(action.indexOf(':') + 1)
}
