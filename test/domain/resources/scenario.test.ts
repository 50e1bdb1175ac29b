import { describe, expect, it } from 'vitest'
import type { CallerSummary, Finding, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { isQuietButNeeded, scenarioOf } from '../../../shared/domain/resources/scenario.ts'
import { row } from '../../support/rows.ts'

const DISK = { service: 'ecs', kind: 'disk', id: 'd-1', use: 'In_use' } as const

function caller(client: CallerSummary['client'], principal = 'role/app'): CallerSummary {
  return {
    ...{ principal, client, network: 'vpc', operations: ['Decrypt'], calls: 1, failures: 0 },
    lastSeenAt: '2026-11-20T00:00:00Z',
  }
}

function usedBy(...callers: readonly CallerSummary[]): Pick<ReadinessRow, 'usage'> {
  return { usage: { ...row().usage, calls: callers.length, callers } }
}

function finding(rule: string): Finding {
  return { rule, effect: 'note', message: '', action: '', source: '', events: [], data: {} }
}

const SERVICE = caller('cloud-service', 'service/ecs.aliyuncs.com')
const { observed } = row()

describe('the scenario of a key', () => {
  it.each([
    ['1 where only cloud services use it', usedBy(SERVICE), 1],
    ['1 where nothing uses it and a resource names it', { resources: [DISK] }, 1],
    [
      '2 where an application uses it, whatever else does',
      { ...usedBy(SERVICE, caller('java')), resources: [DISK] },
      2,
    ],
    [
      '2 where an application uses it, though not all was read',
      { ...usedBy(caller('unknown')), observed: { ...observed, complete: false } },
      2,
    ],
    ['2 where a user does whose name has the form of a role', usedBy(caller('java', 'user/aliyunsomethingrole')), 2],
    ['2 where a tool does', usedBy(caller('terraform')), 2],
    ['not known where nothing shows a need', {}, null],
    ['not known where only people used it', { ...usedBy(caller('console')), resources: [DISK] }, null],
    ['not known where events are missing', { ...usedBy(SERVICE), observed: { ...observed, complete: false } }, null],
    ['not known where callers are left out', { usage: { ...usedBy(SERVICE).usage, moreCallers: 1 } }, null],
    [
      'not known where a gap is',
      { ...usedBy(SERVICE), observed: { ...observed, gaps: [{ from: observed.from, to: observed.to }] } },
      null,
    ],
    ['not known where a role may be an application of yours', usedBy(caller('java', 'role/aliyunsomethingrole')), null],
    ...[
      'unattributed-operation',
      'unattributed-use',
      'unknown-operation',
      'source-unproven',
      'evidence-incomplete',
      'unknown-service-role',
    ].map((rule) => [`not known beside ${rule}`, { ...usedBy(SERVICE), findings: [finding(rule)] }, null] as const),
    ['none of a key that need not move', { ...usedBy(SERVICE), verdict: 'not-required' }, null],
    [
      'none of one that has moved and was not checked since',
      { ...usedBy(SERVICE), verdict: 'unknown', staleVerdict: 'migrated' },
      null,
    ],
  ] as const)('is %s', (_, parts: Partial<ReadinessRow>, expected) => {
    expect(scenarioOf(row({ resources: [], ...parts }))).toBe(expected)
  })

  it('is none of a row of before resources were kept', () => {
    expect(scenarioOf(row(usedBy(caller('java'))))).toBeNull()
  })
})

describe('a quiet key', () => {
  const quiet = { findings: [finding('no-use-seen')] }
  it.each([
    ['needed by a resource', { ...quiet, resources: [DISK] }, true],
    ['needed by a secret', { ...quiet, resources: [], secrets: ['prod/db'] }, true],
    ['needed by more than is listed', { ...quiet, resources: [], moreResources: 1 }, true],
    ['that nothing needs', { ...quiet, resources: [] }, false],
    ['that is in use', { resources: [DISK] }, false],
    [
      'that is in use, and of which something else was found',
      { findings: [finding('key-disabled')], resources: [DISK] },
      false,
    ],
    ['of before resources were kept', { ...quiet, secrets: ['prod/db'] }, false],
  ])('%s', (_, parts: Partial<ReadinessRow>, expected) => {
    expect(isQuietButNeeded(row(parts))).toBe(expected)
  })
})
