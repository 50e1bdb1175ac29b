import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLIENTS, NETWORKS } from '../../../shared/domain/caller.ts'
import { CRYPTOGRAPHIC_OPERATIONS } from '../../../shared/domain/operations.ts'
import type { CallerSummary, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { RULE_PACKS } from '../../../shared/domain/rules/rule-packs.ts'
import type { Step, StepId } from '../../../shared/domain/steps/step.ts'
import { stepsOf } from '../../../shared/domain/steps/steps-of.ts'
import { DAY, iso } from '../../../shared/domain/time.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { callerNamed } from '../../support/domain/plan-rows.ts'
import { blockedRow, finding, NOW, row } from '../../support/rows.ts'

const used = (...callers: CallerSummary[]) => ({ ...row().usage, callers })
const idsOf = (subject: ReadinessRow) => stepsOf(subject, NOW).map(({ id }) => id)

function stepOf<Id extends StepId>(subject: ReadinessRow, id: Id, now = NOW) {
  return stepsOf(subject, now).find((step): step is Extract<Step, { id: Id }> => step.id === id)
}

const rotating = (days: number | null, automaticRotation = 'Enabled') =>
  row({
    verdict: 'action-required',
    owner: 'payments',
    facts: { ...row().facts, automaticRotation, nextRotationAt: days === null ? null : iso(NOW + days * DAY) },
  })

describe('the steps of an application under the page of 2023-09', () => {
  it('are access, dependency and client, and which gateway takes which operation', () => {
    const operations = ['Decrypt', 'GenerateDataKey', 'GenerateMac']
    const orders = { ...callerNamed('role/orders', 'go'), operations }
    expect(stepsOf(row({ usage: used(orders) }), NOW)).toEqual(
      [
        { id: 'app-access', params: { principal: 'role/orders' } },
        { id: 'app-sdk', params: { principal: 'role/orders', client: 'go' } },
        {
          id: 'app-operations',
          params: { principal: 'role/orders', moved: ['Decrypt', 'GenerateDataKey'], stay: ['GenerateMac'] },
        },
      ].map((step) => ({ ...step, when: 'after', forWhom: { principal: 'role/orders' } })),
    )
  })

  it('name each language of a principal once, however many callers it is', () => {
    const callers = [
      callerNamed('user/a'),
      { ...callerNamed('user/a'), network: 'internal' as const },
      callerNamed('user/a', 'python'),
    ]
    const steps = stepsOf(row({ usage: used(...callers) }), NOW)
    expect(steps.filter(({ id }) => id === 'app-sdk').map(({ params }) => params)).toEqual([
      { principal: 'user/a', client: 'java' },
      { principal: 'user/a', client: 'python' },
    ])
    expect(steps.filter(({ id }) => id === 'app-access')).toHaveLength(1)
  })

  it('are a ticket where the language has no migration SDK', () => {
    const subject = row({ verdict: 'support-required', usage: used(callerNamed('role/web', 'nodejs')) })
    expect(stepsOf(subject, NOW)).toMatchObject([
      { id: 'app-ticket', params: { reasons: ['language'] }, when: 'before' },
    ])
  })

  it('are a ticket outside Alibaba Cloud, where that is settled, and a question where it is not', () => {
    const outside = { ...callerNamed('role/web'), network: 'public' as const }
    const found = (rule: string) => row({ usage: used(outside), findings: [finding({ rule, effect: 'unknown' })] })
    expect(idsOf(found('outside-alibaba-cloud'))).toEqual(['app-ticket'])
    expect(idsOf(found('unknown-network'))[0]).toBe('identify-network')
  })

  it('ask for the language of a caller that reveals none', () => {
    expect(idsOf(row({ verdict: 'unknown', usage: used(callerNamed('role/x', 'unknown')) }))).toEqual([
      'identify-client',
    ])
  })

  it('begin with the operations that block, for the callers of the finding alone', () => {
    const steps = stepsOf(blockedRow(), NOW)
    expect(steps[0]).toMatchObject({
      id: 'stop-operations',
      params: { principal: 'role/app-pay', operations: ['ReEncrypt'] },
      forWhom: { principal: 'role/app-pay' },
    })
    expect(steps.filter(({ id }) => id === 'stop-operations')).toHaveLength(1)
    expect(steps.at(-1)).toMatchObject({ id: 'more-callers', params: { count: 2 } })
  })

  it('leave people at the console, cloud services and roles that may be either out', () => {
    const callers = [
      callerNamed('user/admin', 'console'),
      callerNamed('service/ecs.aliyuncs.com', 'cloud-service'),
      callerNamed('role/AliyunSomethingNewRole'),
    ]
    expect(idsOf(row({ usage: used(...callers) }))).toEqual([])
  })
})

describe('the steps of an application under the page of 2024-11', () => {
  it('are none but to know what the shared gateway keeps', () => {
    const callers = [
      { ...callerNamed('role/a', 'nodejs'), operations: ['ReEncrypt'] },
      { ...callerNamed('role/b'), network: 'public' as const },
    ]
    const steps = stepsOf(row({ rules: '2024-11', usage: used(...callers) }), NOW)
    expect(steps.map(({ id, params }) => [id, params])).toEqual([
      ['public-access', { principals: ['role/b'], more: 0 }],
      ['keep-sdk', { principals: ['role/a', 'role/b'], more: 0 }],
      ['shared-gateway-only', { principals: ['role/a'], more: 0 }],
    ])
  })
})

describe('the steps of a key', () => {
  it('say of one that only cloud services use that applications change nothing', () => {
    const usage = used(callerNamed('service/ecs.aliyuncs.com', 'cloud-service'))
    expect(idsOf(row({ usage, resources: [] }))).toEqual(['services-only'])
  })

  it.each([
    [200, 'later', 200],
    [30, 'soon', 30],
    [7.5, 'soon', 7],
    [7, 'near', 7],
    [0.5, 'near', 0],
    [0, 'due', 0],
    [-3, 'due', 0],
    [null, 'undated', 0],
  ])('are louder the nearer the rotation is: %s days', (days, urgency, daysLeft) => {
    const subject = rotating(days)
    const by = subject.facts.nextRotationAt
    expect(stepOf(subject, 'rotation-off')).toMatchObject({
      params: { urgency, daysLeft },
      forWhom: { owner: 'payments' },
    })
    expect(stepOf(subject, 'rotation-off')?.by ?? null).toBe(by)
    expect(idsOf(subject)).toEqual(['rotation-off', 'rotation-rule', 'rotation-on'])
  })

  it('know a suspended rotation for one that goes on', () => {
    expect(stepOf(rotating(90, 'Suspended'), 'rotation-off')?.params.suspended).toBe(true)
  })

  it.each([
    [{ key: 'managed-by', value: 'Terraform' }, 'tag'],
    [{ key: 'terraform', value: 'true' }, 'tag'],
    [{ key: 'terraform', value: 'false' }, undefined],
    [{ key: 'env', value: 'prod' }, undefined],
  ])('know Terraform by a tag: %j', (tag, seen) => {
    expect(stepOf(row({ tags: [tag] }), 'terraform')?.params.seen).toBe(seen)
  })

  it('know Terraform by its calls, and that its configuration has to switch the rotation off', () => {
    const subject = { ...rotating(90), usage: used(callerNamed('role/pipeline', 'terraform')) }
    expect(stepOf(subject, 'terraform')?.params).toEqual({ seen: 'caller', rotates: true })
  })

  it('warn of what becomes of an HSM key, cancel a deletion, and put secrets after the key', () => {
    const facts = { ...row().facts, protectionLevel: 'HSM' as const, keyState: 'PendingDeletion' }
    const subject = row({ facts, secrets: ['db', 'api'] })
    expect(idsOf(subject)).toEqual(['cancel-deletion', 'hsm-to-software', 'secrets-after-key'])
    expect(stepOf(subject, 'secrets-after-key')?.params).toEqual({ secrets: ['api', 'db'], more: 0, byTicket: true })
    const newer = stepOf({ ...subject, rules: '2024-11' }, 'secrets-after-key')
    expect(newer?.params.byTicket).toBe(false)
  })

  it.each(['external-material', 'multiple-versions'])('are none where nothing mends it: %s', (rule) => {
    expect(stepsOf(blockedRow({ secrets: ['db'], findings: [finding({ rule, effect: 'blocked' })] }), NOW)).toEqual([])
  })

  it('are those of the verdict that a stale row had', () => {
    expect(stepsOf(row({ verdict: 'unknown', staleVerdict: 'migrated', secrets: ['db'] }), NOW)).toEqual([])
    expect(idsOf(row({ verdict: 'unknown', staleVerdict: 'ready', secrets: ['db'] }))).toEqual(['secrets-after-key'])
  })
})

describe('laws', () => {
  const caller = fc.record({
    principal: fc.constantFrom('role/a', 'user/b', 'service/c', 'unknown', '\u001b[2J`<b>'),
    client: fc.constantFrom(...CLIENTS),
    network: fc.constantFrom(...NETWORKS),
    operations: fc.uniqueArray(fc.constantFrom(...CRYPTOGRAPHIC_OPERATIONS), { maxLength: 4 }),
    calls: fc.nat(9),
    failures: fc.constant(0),
    lastSeenAt: fc.constant(iso(NOW - DAY)),
  })
  const rows = fc
    .record({
      verdict: fc.constantFrom(...VERDICTS),
      rules: fc.constantFrom(...RULE_PACKS),
      callers: fc.array(caller, { maxLength: 6 }),
      automaticRotation: fc.constantFrom('Enabled', 'Disabled', 'Suspended', null),
      secrets: fc.array(fc.string({ maxLength: 5 }), { maxLength: 15 }),
    })
    .map(({ callers, automaticRotation, ...rest }) =>
      row({ ...rest, usage: used(...callers), facts: { ...row().facts, automaticRotation } }),
    )

  it('what comes before the move stands first, and the order of callers does not count for what there is', () => {
    fc.assert(
      fc.property(rows, (subject) => {
        const steps = stepsOf(subject, NOW)
        const firstAfter = steps.findIndex(({ when }) => when === 'after')
        if (firstAfter >= 0) expect(steps.slice(firstAfter).every(({ when }) => when === 'after')).toBe(true)
        const turned = { ...subject, usage: { ...subject.usage, callers: [...subject.usage.callers].reverse() } }
        const texts = (of: ReadinessRow) =>
          stepsOf(of, NOW)
            .map(({ id, forWhom }) => JSON.stringify([id, forWhom]))
            .sort()
        expect(texts(turned)).toEqual(texts(subject))
      }),
    )
  })

  it('every application operation under the older page is named with one gateway, or its application has another step', () => {
    fc.assert(
      fc.property(rows, (subject) => {
        for (const step of stepsOf(subject, NOW)) {
          if (step.id !== 'app-operations') continue
          const { moved, stay, principal } = step.params
          expect(moved.filter((each) => stay.includes(each))).toEqual([])
          const made = subject.usage.callers
            .filter((each) => each.principal === principal)
            .flatMap((each) => each.operations)
          expect(made).toEqual(expect.arrayContaining([...moved, ...stay]))
          expect(stay).toEqual(expect.arrayContaining([...moved, ...stay].filter((each) => each === 'ReEncrypt')))
        }
      }),
    )
  })
})
