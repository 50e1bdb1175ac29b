import { describe, expect, it } from 'vitest'
import type { CallerSummary, FindingData, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { keptSdkSteps, migrationSdkSteps } from '../../../shared/domain/steps/application-steps.ts'
import { callerNamed } from '../../support/domain/plan-rows.ts'
import { finding, row } from '../../support/rows.ts'

const caller = (parts: Partial<CallerSummary> = {}): CallerSummary => ({ ...callerNamed('role/pay'), ...parts })

/** A key that its owner's applications use, and nobody else. */
function usedBy(callers: readonly CallerSummary[], parts: Partial<ReadinessRow> = {}, moreCallers = 0): ReadinessRow {
  return row({ owner: 'payments', usage: { ...row().usage, callers, moreCallers }, ...parts })
}

const found = (rule: string, effect: 'unknown' | 'support-required' = 'unknown') => finding({ rule, effect })

describe('under the page of 2023-09', () => {
  const stepNames = (subject: ReadinessRow) => migrationSdkSteps(subject).map(({ id }) => id)
  const SDK = ['app-access', 'app-sdk', 'app-operations']

  it('an application with a migration SDK inside of Alibaba Cloud has the steps of its SDK and no others', () => {
    expect(stepNames(usedBy([caller()]))).toEqual(SDK)
  })

  it.each([
    { who: 'nobody', callers: [] },
    { who: 'a person at the console', callers: [caller({ client: 'console' })] },
    { who: 'a cloud service', callers: [callerNamed('service/ecs.aliyuncs.com', 'cloud-service')] },
  ])('there is nothing to do for a key used by $who', ({ callers }) => {
    expect(migrationSdkSteps(usedBy(callers))).toEqual([])
  })

  it('the owner hears how many callers the row does not list', () => {
    expect(migrationSdkSteps(usedBy([], {}, 3))).toEqual([
      { id: 'more-callers', params: { count: 3 }, when: 'after', forWhom: { owner: 'payments' } },
    ])
  })

  it('operations are told once for all clients of an application that have an SDK, by name', () => {
    const callers = [
      caller({ operations: ['GenerateDataKey', 'Decrypt'] }),
      caller({ client: 'python', operations: ['VerifyMac', 'GenerateMac', 'Decrypt'] }),
      caller({ client: 'unknown', operations: ['Encrypt', 'Sign'] }),
    ]
    const step = migrationSdkSteps(usedBy(callers)).find(({ id }) => id === 'app-operations')
    expect(step?.params).toEqual({
      principal: 'role/pay',
      moved: ['Decrypt', 'GenerateDataKey'],
      stay: ['GenerateMac', 'VerifyMac'],
    })
  })

  it.each([
    { network: 'unknown', rules: ['unknown-network'], asked: true },
    { network: 'public', rules: ['unknown-network'], asked: true },
    { network: 'public', rules: ['key-disabled', 'unknown-network'], asked: true },
    { network: 'vpc', rules: ['unknown-network'], asked: false },
    { network: 'own-network', rules: ['unknown-network'], asked: false },
    { network: 'unknown', rules: ['unknown-client'], asked: false },
  ] as const)('where the $network caller calls from is asked beside $rules: $asked', ({ network, rules, asked }) => {
    const findings = rules.map((rule) => found(rule))
    expect(stepNames(usedBy([caller({ network })], { findings }))).toEqual([
      ...(asked ? ['identify-network'] : []),
      ...SDK,
    ])
  })

  it('a caller without language and network is asked about for the owner', () => {
    const subject = usedBy([caller({ client: 'unknown', network: 'unknown' })], {
      findings: [found('unknown-network')],
    })
    const whose = { params: { principal: 'role/pay' }, when: 'before', forWhom: { owner: 'payments' } }
    expect(migrationSdkSteps(subject)).toEqual([
      { id: 'identify-client', ...whose },
      { id: 'identify-network', ...whose },
    ])
  })

  it.each([
    { client: 'nodejs', network: 'vpc', rules: [], reasons: ['language'] },
    { client: 'java', network: 'public', rules: ['outside-alibaba-cloud'], reasons: ['network'] },
    { client: 'php', network: 'public', rules: ['outside-alibaba-cloud'], reasons: ['language', 'network'] },
    // Another caller of the key is outside.
    { client: 'cli', network: 'vpc', rules: ['outside-alibaba-cloud'], reasons: ['language'] },
    // It is not settled whose address it is.
    { client: 'ruby', network: 'public', rules: ['unknown-network'], reasons: ['language'] },
  ] as const)('a $client application from $network beside $rules is a ticket for $reasons', (given) => {
    const { client, network, rules, reasons } = given
    const findings = rules.map((rule) => found(rule, 'support-required'))
    const tickets = migrationSdkSteps(usedBy([caller({ client, network })], { findings })).filter(
      ({ id }) => id !== 'identify-network',
    )
    const params = { principal: 'role/pay', client, network, reasons }
    expect(tickets).toEqual([{ id: 'app-ticket', params, when: 'before', forWhom: { owner: 'payments' } }])
  })

  it.each([
    { who: 'a caller in a VPC beside one outside', network: 'vpc', rule: 'outside-alibaba-cloud' },
    { who: 'a public caller of whom nothing was found', network: 'public', rule: 'key-disabled' },
  ] as const)('$who is no ticket', ({ network, rule }) => {
    expect(stepNames(usedBy([caller({ network })], { findings: [found(rule)] }))).toEqual(SDK)
  })
})

describe('operations that keep a key from moving', () => {
  const NAMES: FindingData = { operations: ['ReEncrypt'], callers: ['role/pay'] }
  const blocked = finding({ rule: 'blocked-operation', effect: 'blocked', data: NAMES })
  const reEncrypting = caller({ operations: ['Decrypt', 'ReEncrypt'] })
  const stops = (calls: CallerSummary, findings: ReadinessRow['findings']) =>
    migrationSdkSteps(usedBy([calls], { findings })).filter(({ id }) => !id.startsWith('app-'))
  const stop = {
    id: 'stop-operations',
    params: { principal: 'role/pay', operations: ['ReEncrypt'] },
    when: 'before',
    forWhom: { principal: 'role/pay' },
  }

  it('stop too where they are of more callers than the finding names', () => {
    const others = { operations: ['ReEncrypt'], callers: ['role/first'] }
    const findingOf = (data: FindingData) => [finding({ rule: 'blocked-operation', effect: 'blocked', data })]
    expect(stops(reEncrypting, findingOf({ ...others, moreCallers: 1 }))).toEqual([stop])
    expect(stops(reEncrypting, findingOf({ ...others, moreCallers: 0 }))).toEqual([])
    expect(stops(caller({ operations: ['Decrypt'] }), findingOf({ ...others, moreCallers: 1 }))).toEqual([])
  })

  it.each([
    { what: 'the finding alone', findings: [blocked] },
    {
      what: 'another finding before it',
      findings: [finding({ rule: 'unsupported-language', effect: 'support-required' }), blocked],
    },
    { what: 'another finding that blocks before it', findings: [finding({ rule: 'key-disabled' }), blocked] },
    {
      what: 'the same as a note before it',
      findings: [finding({ rule: 'blocked-operation', effect: 'note' }), blocked],
    },
  ])('are stopped by their caller: $what', ({ findings }) => {
    expect(stops(reEncrypting, findings)).toEqual([stop])
  })

  it('are those that the finding names: one that was only refused is not among them', () => {
    expect(stops(caller({ operations: ['ExportDataKey', 'ReEncrypt'] }), [blocked])).toEqual([stop])
  })

  it.each([
    { what: 'nothing was found', calls: reEncrypting, findings: [] },
    { what: 'they are a note', calls: reEncrypting, findings: [{ ...blocked, effect: 'note' as const }] },
    { what: 'something else blocks', calls: reEncrypting, findings: [{ ...blocked, rule: 'key-disabled' }] },
    { what: 'another caller made them', calls: { ...reEncrypting, principal: 'role/web' }, findings: [blocked] },
    { what: 'the principal made none from here', calls: caller({ network: 'internal' }), findings: [blocked] },
  ])('are nothing to stop where $what', ({ calls, findings }) => {
    expect(stops(calls, findings)).toEqual([])
  })
})

describe('under the page of 2024-11', () => {
  it.each([
    { who: 'nobody', callers: [] },
    { who: 'people and cloud services', callers: [caller({ client: 'console' }), caller({ client: 'cloud-service' })] },
  ])('nobody has to know anything of a key used by $who, whoever else is not listed', ({ callers }) => {
    expect(keptSdkSteps(usedBy(callers, {}, 2))).toEqual([])
  })

  it('the owner hears which applications keep what they have', () => {
    const callers = [
      caller(),
      caller({ principal: 'user/admin', client: 'console' }),
      caller({ principal: 'role/web' }),
    ]
    const params = { principals: ['role/pay', 'role/web'], more: 0 }
    expect(keptSdkSteps(usedBy(callers))).toEqual([
      { id: 'keep-sdk', params, when: 'after', forWhom: { owner: 'payments' } },
    ])
  })

  it.each(['public', 'own-network'] as const)('what calls from a %s address is named before the move', (network) => {
    const [first] = keptSdkSteps(usedBy([caller(), caller({ principal: 'role/web', network })]))
    const params = { principals: ['role/web'], more: 0 }
    expect(first).toEqual({ id: 'public-access', params, when: 'before', forWhom: { owner: 'payments' } })
  })

  it('ten applications are named and the others counted, with unlisted callers only where all are meant', () => {
    const callers = Array.from({ length: 12 }, (_, at) =>
      caller({
        ...{ principal: `role/app-${at + 10}`, network: 'public' },
        operations: at < 10 ? ['ReEncrypt'] : ['Decrypt'],
      }),
    )
    const ten = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((at) => `role/app-${at}`)
    expect(keptSdkSteps(usedBy(callers, {}, 5)).map(({ id, params }) => [id, params])).toEqual([
      ['public-access', { principals: ten, more: 2 }],
      ['keep-sdk', { principals: ten, more: 7 }],
      ['shared-gateway-only', { principals: ten, more: 0 }],
    ])
  })
})
