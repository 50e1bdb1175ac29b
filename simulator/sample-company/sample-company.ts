import type { Instant } from '../../shared/domain/time.ts'
import type { AccessKey, Statement } from '../cloud/policy/statements.ts'
import { type Account, account, region, type World, world } from '../cloud/world.ts'
import { buildRegion } from './build.ts'
import type { Setting } from './call-events.ts'
import { EVIDENCE_HOME, evidenceOf, operatorKey, SOURCES } from './evidence.ts'
import { keyIdOf } from './ids.ts'
import type { Span } from './moments.ts'
import type { Team } from './story.ts'
import { OWN_RANGES } from './teams/addresses.ts'
import { dataPlatform, SHANGHAI_INSTANCE } from './teams/data-platform.ts'
import { logistics } from './teams/logistics.ts'
import { mobile } from './teams/mobile.ts'
import { HANGZHOU_INSTANCE, operations } from './teams/operations.ts'
import { orders } from './teams/orders.ts'
import { payments } from './teams/payments.ts'
import { warehouse } from './teams/warehouse.ts'

export const HEADQUARTERS = '1000000000000001'
export const SUBSIDIARY = '1000000000000002'

/** A key that programs in other languages use already: a call more changes nothing for a table that does not know the probe. */
const PROBE_KEY = 'alias/ops-terraform-state'

/** The role through which headquarters audits its subsidiary. */
const AUDIT_ROLE = 'cmk-readiness'

/** The teams by account and region. */
const TEAMS: Readonly<Record<string, Readonly<Record<string, readonly Team[]>>>> = {
  [HEADQUARTERS]: {
    'cn-hangzhou': [payments, orders, operations],
    'cn-shanghai': [dataPlatform],
    'ap-southeast-1': [mobile],
  },
  [SUBSIDIARY]: { 'cn-hangzhou': [logistics], 'cn-shanghai': [], 'ap-southeast-1': [warehouse] },
}

/** A company that does not exist, and what its auditor knows of it. */
export interface SampleCompany {
  /** As it stands on the evening before `now`, with the routine of the last day already told. May be changed. */
  readonly world: World
  /** CMK_REGIONS. */
  readonly regions: readonly string[]
  /** CMK_ACCOUNTS. */
  readonly accounts: readonly string[]
  /** CMK_OWN_CIDRS. */
  readonly ownRanges: readonly string[]
  /** CMK_DESTINATION. */
  readonly destinations: readonly string[]
  /** What CMK_SOURCE may be, by its kind. */
  readonly sources: typeof SOURCES
  /** Of a person of headquarters who may make a trail and use keys; the auditor may do neither. */
  readonly operator: Pick<AccessKey, 'id' | 'secret'>
  /** A key that the operator may try `doctor --probe` with. */
  readonly probeKey: { readonly alias: string; readonly region: string }
}

/**
 * The company Hanshan on Alibaba Cloud: two accounts, three regions, some eighty keys and some thousand events up to `now`, as far back as
 * the first of so many nights looks. The same for the same `now` and nights. It holds what is and what was done, never what follows from it.
 */
export function sampleCompany(now: Instant, nights = 2): SampleCompany {
  const operator = operatorKey()
  return {
    world: world({ accounts: [headquarters({ now, nights }, operator), subsidiary({ now, nights })] }),
    regions: Object.keys(TEAMS[HEADQUARTERS] ?? {}),
    accounts: [HEADQUARTERS, `acs:ram::${SUBSIDIARY}:role/${AUDIT_ROLE}`],
    ownRanges: OWN_RANGES,
    destinations: [`cn-hangzhou=${HANGZHOU_INSTANCE}:software`, `cn-shanghai=${SHANGHAI_INSTANCE}:software`],
    sources: SOURCES,
    operator: { id: operator.id, secret: operator.secret },
    probeKey: { alias: PROBE_KEY, region: EVIDENCE_HOME },
  }
}

function headquarters(span: Span, operator: AccessKey): Account {
  const made = account({ id: HEADQUARTERS, regions: regionsOf(HEADQUARTERS, span) })
  for (const accessKey of made.accessKeys) accessKey.policy.push(...denials(HEADQUARTERS))
  made.accessKeys.push(operator)
  Object.assign(made.regions[EVIDENCE_HOME] ?? {}, evidenceOf(HEADQUARTERS))
  return made
}

function subsidiary(span: Span): Account {
  const made = account({ id: SUBSIDIARY, regions: regionsOf(SUBSIDIARY, span) })
  const policy = made.accessKeys.flatMap((each) => each.policy)
  return {
    ...made,
    accessKeys: [],
    roles: [{ name: AUDIT_ROLE, trusts: [`acs:ram::${HEADQUARTERS}:user/auditor`], policy }],
  }
}

function regionsOf(accountId: string, span: Span): Account['regions'] {
  return Object.fromEntries(
    Object.entries(TEAMS[accountId] ?? {}).map(([name, teams]) => {
      const setting: Setting = { accountId, region: name, ...span }
      return [name, teams.length === 0 ? region() : buildRegion(teams, setting)]
    }),
  )
}

/** What teams keep from the auditor. */
function denials(accountId: string): Statement[] {
  return Object.entries(TEAMS[accountId] ?? {}).flatMap(([name, teams]) =>
    teams
      .flatMap(({ hidden }) => hidden ?? [])
      .map((key) => ({
        Effect: 'Deny' as const,
        Action: ['kms:DescribeKey'],
        Resource: [`acs:kms:${name}:${accountId}:key/${keyIdOf(key)}`],
      })),
  )
}
