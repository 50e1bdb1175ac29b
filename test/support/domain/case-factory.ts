import type { AfterMove } from '../../../shared/domain/after-move/after-move.ts'
import type { Caller } from '../../../shared/domain/caller.ts'
import type { KeyFacts, KeySnapshot } from '../../../shared/domain/key.ts'
import type { RuleContext, Use } from '../../../shared/domain/rule-context.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import type { EventRef } from '../../../shared/domain/usage.ts'

/** The evaluation time of cases unless they say otherwise. */
export const AS_OF = Date.parse('2026-11-20T01:00:00Z')
export const WINDOW = { from: AS_OF - 90 * DAY, to: AS_OF }

/** The facts of a key that may be migrated. */
export function keyFacts(facts: Partial<KeyFacts> = {}): KeyFacts {
  return {
    keyState: 'Enabled',
    keySpec: 'Aliyun_AES_256',
    keyUsage: 'ENCRYPT/DECRYPT',
    origin: 'Aliyun_KMS',
    automaticRotation: 'Disabled',
    versions: 1,
    kmsInstanceId: null,
    createdAt: '2022-03-01T08:00:00Z',
    nextRotationAt: null,
    ...facts,
  }
}

/** A default-instance CMK that was read completely. `facts` are merged into those of a key that may be migrated. */
export function keySnapshot({
  facts,
  ...rest
}: Partial<Omit<KeySnapshot, 'facts'>> & { facts?: Partial<KeyFacts> } = {}): KeySnapshot {
  const keyId = rest.keyId ?? '08c33a6f-4e0a-4a1b-9fa7-7ddf3c1b2a90'
  return {
    keyId,
    arn: `acs:kms:cn-hangzhou:1234567890123456:key/${keyId}`,
    kind: 'candidate',
    onceCandidate: true,
    facts: keyFacts(facts),
    aliases: [],
    tags: [],
    secrets: [],
    versionIds: ['2ab1a983-7072-4bbc-a582-584b5bd8a1b2'],
    versionsComplete: true,
    unread: [],
    asOf: iso(AS_OF),
    ...rest,
  }
}

/** A key that moved ten days ago, and whose callers have all gone over. */
export function afterMove(changes: Partial<AfterMove> = {}): AfterMove {
  return {
    moved: { after: iso(AS_OF - 11 * DAY), by: iso(AS_OF - 10 * DAY) },
    closesAt: iso(AS_OF + 19 * DAY),
    complete: true,
    instanceLog: { state: 'read' },
    ...{ left: 0, failing: 0, silent: 0, callers: [], moreCallers: 0, peak: null, rotationOff: false },
    ...changes,
  }
}

/** A Java application in a VPC. */
export function application(caller: Partial<Caller> = {}): Caller {
  return { kind: 'application', principal: 'role/billing', client: 'java', network: 'vpc', ...caller }
}

export function cloudService(principal = 'service/rds.aliyuncs.com'): Caller {
  return { kind: 'cloud-service', principal, client: 'cloud-service', network: 'cloud-service' }
}

/** A role that is named like a service's and is not listed. */
export function unlistedRole(caller: Partial<Caller> = {}): Caller {
  return application({ kind: 'unlisted-service-role', principal: 'role/aliyunnewproductdefaultrole', ...caller })
}

export function atConsole(principal = 'user/alice'): Caller {
  return { kind: 'console', principal, client: 'console', network: 'internal' }
}

/** Events named `<prefix>-1`, `<prefix>-2`, …, the first the newest, an hour apart. */
export function events(prefix: string, count: number, newestAt = AS_OF - DAY): readonly EventRef[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index + 1}`,
    at: iso(newestAt - index * 3_600_000),
  }))
}

/** One successful Decrypt by a Java application in a VPC. */
export function use(use: Partial<Use> = {}): Use {
  const at = iso(AS_OF - DAY)
  return {
    caller: application(),
    operation: 'Decrypt',
    outcome: 'made',
    calls: 1,
    failures: 0,
    firstAt: at,
    lastAt: at,
    events: [{ id: 'event-1', at }],
    ...use,
  }
}

/** A case that is `ready` under both packs: one version, nothing missing, used by a Java application in a VPC. */
export function ruleContext(subject: Partial<RuleContext> = {}): RuleContext {
  return {
    key: keySnapshot(),
    window: WINDOW,
    gaps: [],
    gapReasons: [],
    uses: [use()],
    unknownOperations: [],
    unattributedDeciding: [],
    unattributedOther: [],
    saidToBeOthers: [],
    ownRangesKnown: false,
    ...subject,
  }
}
