import type { Decision } from '../../../shared/domain/decisions/decision.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { finding, row } from '../rows.ts'
import { AS_OF, callerNamed, NOW, readyRow, weekOf } from './plan-rows.ts'

/** A small company as requests see it: two keys of one application, an HSM key of cloud services, and one for technical support. */
export function requestRows(): readonly ReadinessRow[] {
  const hsm = readyRow('key-disk', { region: 'cn-shanghai', resources: [], callers: [], week: undefined, tags: [] })
  const disk = { ...hsm.usage, callers: [callerNamed('service/ecs.aliyuncs.com', 'cloud-service')] }
  return [
    readyRow('key-invoices', { callers: ['role/orders'], aliases: ['alias/invoices'], week: weekOf(5), resources: [] }),
    readyRow('key-orders', {
      ...{
        callers: ['role/orders'],
        aliases: ['alias/orders'],
        week: weekOf(5),
        secrets: ['orders-db'],
        resources: [],
      },
      ...{ owner: 'payments', tags: [{ key: 'managed-by', value: 'terraform' }] },
    }),
    { ...hsm, usage: disk, facts: { ...hsm.facts, protectionLevel: 'HSM' } },
    supportRow(),
  ]
}

/** A key that an application in Node.js uses. */
export function supportRow(parts: Partial<ReadinessRow> = {}): ReadinessRow {
  const caller = { ...callerNamed('role/web', 'nodejs'), calls: 12, operations: ['Encrypt'] }
  const data = {
    operations: ['Encrypt'],
    callers: ['role/web'],
    moreCallers: 0,
    clients: ['nodejs'],
    calls: 12,
    lastAt: iso(AS_OF),
  }
  const found = finding({ rule: 'unsupported-language', effect: 'support-required', events: ['EVENT-9'], data })
  return row({
    ...{
      keyId: 'key-web',
      aliases: ['alias/web'],
      verdict: 'support-required',
      checkedAt: iso(AS_OF),
      findings: [found],
    },
    usage: { ...row().usage, calls: 12, callers: [caller] },
    ...parts,
  })
}

/** That a batch was requested, or whatever else of it. */
export function batchDecision(value: Partial<Extract<Decision['value'], { kind: 'batch' }>> = {}): Decision {
  const decided = {
    kind: 'batch',
    batch: 'batch-0123456789ab',
    state: 'requested',
    keyIds: ['key-orders'],
    secrets: ['orders-db'],
    destination: 'kst-hzz9',
    ticket: 'TKT-12',
    ...value,
  } as const
  return {
    ...{ accountId: '1234567890123456', region: 'cn-hangzhou', subject: `batch/${decided.batch}`, number: 1 },
    ...{ value: decided, by: 'li', at: iso(NOW - DAY), why: 'sent', until: null },
  }
}
