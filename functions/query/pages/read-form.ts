import { subjectOf } from '../../../shared/domain/decisions/decision.ts'
import type { ReadinessRow } from '../../../shared/domain/readiness.ts'

/** Fields of the forms. `seen` is there once for each subject that somebody has decided on: `<number> <subject>`. */
const FIELDS = [
  'kind',
  'subject',
  'by',
  'why',
  'until',
  // Of a key.
  'owner',
  'rule',
  'principal',
  'keys',
  'client',
  // Of a batch.
  'account',
  'region',
  'batch',
  'state',
  'ticket',
  'from',
  'to',
] as const
export type FormField = (typeof FIELDS)[number]

/** What somebody typed, to be shown again where it was refused. The token is no part of it. */
export type Typed = Readonly<Partial<Record<FormField, string>>>

export interface SentForm {
  readonly token: string
  readonly typed: Typed
  /** A decision request, unchecked. */
  readonly request: unknown
}

/** What a form of a key's page says, as a decision request. It decides on what its page showed: `after` is what was the last there. */
export function readForm(body: string, { accountId, region, keyId }: ReadinessRow): SentForm {
  const form = new URLSearchParams(body)
  const typed = typedIn(form)
  const { kind, owner, rule, principal, keys, client, subject, by, why, until } = typed
  const members = {
    owner: { key: keyId, owner },
    waiver: { key: keyId, rule },
    'keys-statement': { principal, keys: (keys ?? '').split(/[,，]/).flatMap((name) => name.trim() || []) },
    'client-statement': { principal, client },
    withdrawal: { subject },
  }
  const decision = { kind, ...(isOneOf(members, kind) ? members[kind] : {}) }
  const after = numberSeen(form, subjectOfForm(typed, keyId))
  const end = until === undefined || until === '' ? {} : { until }
  return { token: form.get('token') ?? '', typed, request: { accountId, region, decision, by, why, ...end, after } }
}

/** What stands in the fields that a form has. */
export function typedIn(form: URLSearchParams): Typed {
  return Object.fromEntries(FIELDS.flatMap((name) => (form.has(name) ? [[name, form.get(name)]] : [])))
}

/** The number of the last decision on a subject that the page showed; 0: there was none. */
export function numberSeen(form: URLSearchParams, subject: string | undefined): number {
  const seen = form.getAll('seen').find((each) => each.slice(each.indexOf(' ') + 1) === subject)
  return seen === undefined ? 0 : Number.parseInt(seen, 10)
}

function isOneOf<T extends object>(members: T, name: string | undefined): name is string & keyof T {
  return name !== undefined && Object.hasOwn(members, name)
}

/** The subject of what a form says: that of the decision it becomes. */
function subjectOfForm({ kind, rule, principal, subject }: Typed, keyId: string): string | undefined {
  switch (kind) {
    case 'owner':
      return subjectOf({ kind, keyId })
    case 'waiver':
      return subjectOf({ kind, keyId, rule: rule ?? '' })
    case 'keys-statement':
    case 'client-statement':
      return subjectOf({ kind, principal: principal?.trim() ?? '' })
    default:
      return subject
  }
}
