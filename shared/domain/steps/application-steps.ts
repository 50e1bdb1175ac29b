import type { Client } from '../caller.ts'
import { groupBy } from '../group-by.ts'
import { isDeciding } from '../operations.ts'
import type { CallerSummary, ReadinessRow } from '../readiness.ts'
import { isApplication } from '../resources/scenario.ts'
import { listOf, numberOf } from '../rules/finding-data.ts'
import type { RuleId } from '../rules/rule-id.ts'
import { isRedirected, isSdkClient } from './migration-sdks.ts'
import type { Step, StepTime, TicketReason } from './step.ts'

type UsedRow = Pick<ReadinessRow, 'usage' | 'findings' | 'owner'>

/** Callers that a step names. */
const MAX_NAMED = 10

/** What no application of the page of 2023-09 may be without: a language that somebody knows. */
const NO_LANGUAGE: ReadonlySet<Client> = new Set(['console', 'cloud-service', 'unknown'])

/** Under the page of 2023-09: what each application changes, or why it is a matter for technical support. */
export function migrationSdkSteps(row: UsedRow): readonly Step[] {
  const { usage, owner } = row
  const applications = usage.callers.filter(isApplication)
  const before = applications.flatMap((caller): Step[] => [
    ...stopSteps(caller, row),
    ...identifySteps(caller, row),
    ...ticketSteps(caller, row),
  ])
  const moving = applications.filter((caller) => ticketReasons(caller, row).length === 0)
  const after = [...groupBy(moving, ({ principal }) => principal)].flatMap(([principal, calls]) =>
    sdkSteps(principal, calls),
  )
  const more: Step[] =
    usage.moreCallers > 0
      ? [{ id: 'more-callers', params: { count: usage.moreCallers }, when: 'after', forWhom: { owner } }]
      : []
  return [...distinct(before), ...after, ...more]
}

/** Under the newer page: applications keep what they have, and what they have to know of it. */
export function keptSdkSteps({ usage, owner }: UsedRow): readonly Step[] {
  const applications = usage.callers.filter(isApplication)
  const step = (
    id: 'keep-sdk' | 'shared-gateway-only' | 'public-access',
    when: StepTime,
    calls: typeof usage.callers,
  ) => {
    const principals = [...new Set(calls.map(({ principal }) => principal))]
    const unlisted = id === 'keep-sdk' ? usage.moreCallers : 0
    const more = principals.length - Math.min(principals.length, MAX_NAMED) + unlisted
    const params = { principals: principals.slice(0, MAX_NAMED), more }
    return principals.length === 0 ? [] : [{ id, params, when, forWhom: { owner } } satisfies Step]
  }
  const reEncrypting = applications.filter(({ operations }) => operations.includes('ReEncrypt'))
  const fromOutside = applications.filter(({ network }) => network === 'public' || network === 'own-network')
  return [
    ...step('public-access', 'before', fromOutside),
    ...step('keep-sdk', 'after', applications),
    ...step('shared-gateway-only', 'after', reEncrypting),
  ]
}

function sdkSteps(principal: string, calls: readonly CallerSummary[]): readonly Step[] {
  const clients = [...new Set(calls.map(({ client }) => client))].filter(isSdkClient)
  if (clients.length === 0) return []
  const operations = [...new Set(calls.flatMap((call) => (isSdkClient(call.client) ? call.operations : [])))].sort()
  const params = {
    principal,
    moved: operations.filter(isRedirected),
    stay: operations.filter((each) => !isRedirected(each)),
  }
  const whose = { when: 'after', forWhom: { principal } } as const
  return [
    { id: 'app-access', params: { principal }, ...whose },
    ...clients.map((client): Step => ({ id: 'app-sdk', params: { principal, client }, ...whose })),
    { id: 'app-operations', params, ...whose },
  ]
}

/** An application whose deciding operations keep the key from moving. */
function stopSteps({ principal, operations }: CallerSummary, row: UsedRow): readonly Step[] {
  const finding = row.findings.find(({ rule, effect }) => rule === 'blocked-operation' && effect === 'blocked')
  if (finding === undefined) return []
  // A finding names a few of its callers: where there are more, whoever made such a call may be one of them.
  const isNamed = listOf(finding.data, 'callers').includes(principal) || numberOf(finding.data, 'moreCallers') > 0
  if (!isNamed) return []
  const named = listOf(finding.data, 'operations')
  const stopped = operations.filter((each) => isDeciding(each) && named.includes(each))
  if (stopped.length === 0) return []
  return [{ id: 'stop-operations', params: { principal, operations: stopped }, when: 'before', forWhom: { principal } }]
}

/** A caller of whom it is not known whether it may move. */
function identifySteps({ principal, client, network }: CallerSummary, row: UsedRow): readonly Step[] {
  const whose = { when: 'before', forWhom: { owner: row.owner } } as const
  const isOpen = network === 'unknown' || network === 'public'
  return [
    ...(client === 'unknown' ? [{ id: 'identify-client', params: { principal }, ...whose } as const] : []),
    ...(isOpen && hasFinding(row, 'unknown-network')
      ? [{ id: 'identify-network', params: { principal }, ...whose } as const]
      : []),
  ]
}

function ticketSteps(caller: CallerSummary, row: UsedRow): readonly Step[] {
  const { principal, client, network } = caller
  const reasons = ticketReasons(caller, row)
  if (reasons.length === 0) return []
  const params = { principal, client, network, reasons }
  return [{ id: 'app-ticket', params, when: 'before', forWhom: { owner: row.owner } }]
}

/** Why the page sends this caller to technical support; nothing where it does not. */
function ticketReasons({ client, network }: CallerSummary, row: UsedRow): readonly TicketReason[] {
  return [
    ...(isSdkClient(client) || NO_LANGUAGE.has(client) ? [] : (['language'] as const)),
    ...(network === 'public' && hasFinding(row, 'outside-alibaba-cloud') ? (['network'] as const) : []),
  ]
}

function hasFinding({ findings }: UsedRow, rule: RuleId): boolean {
  return findings.some((each) => each.rule === rule)
}

/** Each step once: a principal may be several callers. */
function distinct(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()]
}
