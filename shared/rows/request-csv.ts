import { clientName } from '../domain/caller-names.ts'
import type { MigrationRequest, RequestedBatch, RequestedKey } from '../domain/request/request.ts'
import { CSV_BOM, csvLine } from '../text/escape.ts'

type Cell = string | number | null

const COLUMNS = [
  ...['kind', 'batch', 'state', 'ticket', 'accountId', 'region', 'destination', 'from', 'to', 'missing'],
  ...['name', 'arn', 'aliases', 'keySpec', 'protectionLevel', 'owner', 'scenario', 'verdict', 'calls', 'lastUsedAt'],
  ...['observedFrom', 'observedTo', 'callers', 'decidedBy', 'events'],
] as const
type Column = (typeof COLUMNS)[number]
type Cells = Readonly<Partial<Record<Column, Cell>>>

/**
 * A request as CSV: `key` and `secret` are to move, in that order; `not-ready`, `moved` and `gone` were in a batch when it was requested;
 * `support` is for technical support. Nothing in it becomes a formula.
 */
export function requestCsv({ batches, support }: MigrationRequest): string {
  const rows: Cells[] = [
    ...batches.flatMap(batchRows),
    ...support.flatMap(({ keys }) => keys.map((key) => ({ kind: 'support', ...keyCells(key) }))),
  ]
  return CSV_BOM + csvLine(COLUMNS) + rows.map((row) => csvLine(COLUMNS.map((name) => row[name] ?? null))).join('')
}

function batchRows(batch: RequestedBatch): Cells[] {
  const { id, state, ticket, accountId, region, destination, window, missing } = batch
  const place = {
    ...{ batch: id, state, ticket, accountId, region, destination, missing: missing.join(' ') || null },
    ...{ from: window?.from ?? null, to: window?.to ?? null },
  }
  const keys = (kind: string, listed: readonly RequestedKey[]) =>
    listed.map((key): Cells => ({ kind, ...place, ...keyCells(key) }))
  return [
    ...keys('key', batch.keys),
    ...batch.secrets.map((name): Cells => ({ kind: 'secret', ...place, name })),
    ...keys('not-ready', batch.notReady),
    ...keys('moved', batch.moved),
    ...batch.gone.map((name): Cells => ({ kind: 'gone', ...place, name })),
  ]
}

function keyCells(key: RequestedKey): Cells {
  const { accountId, region, keyId, arn, aliases, keySpec, protectionLevel, owner, scenario, verdict } = key
  const callers = key.callers.map(({ principal, client }) => `${principal} (${clientName(client, 'en')})`)
  return {
    ...{ accountId, region, name: keyId, arn, keySpec, protectionLevel, owner, scenario, verdict },
    aliases: aliases.join(' ') || null,
    ...{ calls: key.calls, lastUsedAt: key.lastUsedAt },
    ...{ observedFrom: key.observed.from, observedTo: key.observed.to },
    callers: [...callers, ...(key.moreCallers > 0 ? [`and ${key.moreCallers} more`] : [])].join('; ') || null,
    decidedBy: key.findings.map(({ rule }) => rule).join(' ') || null,
    events: [...new Set(key.findings.flatMap(({ events }) => events))].join(' ') || null,
  }
}
