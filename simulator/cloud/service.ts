import type { AccessKey, Statement } from './policy/statements.ts'
import type { Quotas } from './quota/quotas.ts'
import type { Account, RegionWorld } from './world.ts'

/** Services with parameters and JSON, behind one gateway. */
export type RpcService = 'kms' | 'actiontrail' | 'sts' | 'rds' | 'ecs' | 'vpc' | 'resourcedirectory'

export type Service = RpcService | 'tablestore' | 'sls' | 'oss' | 'fc'

/** API versions that each service answers to. */
export const VERSIONS: Readonly<Record<RpcService, string>> = {
  kms: '2016-01-20',
  actiontrail: '2020-07-06',
  sts: '2015-04-01',
  rds: '2014-08-15',
  ecs: '2014-05-26',
  vpc: '2016-04-28',
  resourcedirectory: '2022-04-19',
}

/** Who a verified request comes from. */
export interface Caller {
  readonly account: Account
  readonly accessKeyId: string
  readonly identity:
    | { readonly kind: 'root' }
    | { readonly kind: 'user'; readonly name: string }
    | { readonly kind: 'role'; readonly name: string; readonly session: string }
  readonly policy: readonly Statement[]
}

/** One call that passed signature, quota and permission. */
export interface ApiCall {
  readonly caller: Caller
  readonly account: Account
  /** Empty for STS and Resource Directory, which have one address. */
  readonly region: string
  readonly here: RegionWorld
  readonly params: ReadonlyMap<string, string>
  /** The cloud's clock, in milliseconds. */
  readonly now: number
  /** All regions of the world. */
  readonly regions: readonly string[]
}

export interface Operation {
  /** Calls of a group share one quota; undefined: no quota that matters. */
  readonly group?: keyof Quotas
  /** What a RAM policy must allow; null: the operation needs no permission. */
  readonly resource: ((call: ApiCall) => string) | null
  /** Where RAM is asked about other actions than the operation's own name. */
  readonly permissions?: (call: ApiCall) => readonly { readonly action: string; readonly resource: string }[]
  /** The answer without its RequestId, or a `Refusal`. */
  readonly run: (call: ApiCall) => Record<string, unknown>
}

export type Operations = Readonly<Record<string, Operation>>

export function callerOf(account: Account, key: AccessKey): Caller {
  const identity = key.user === 'root' ? { kind: 'root' as const } : { kind: 'user' as const, name: key.user }
  return { account, accessKeyId: key.id, identity, policy: key.policy }
}
