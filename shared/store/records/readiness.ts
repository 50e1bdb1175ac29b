import type { AfterMove } from '../../domain/after-move/after-move.ts'
import { PROTECTION_LEVELS } from '../../domain/key.ts'
import { ownerOf } from '../../domain/owner.ts'
import type { CallerSummary, KeySummary, ReadinessRow } from '../../domain/readiness.ts'
import type { KeyResource, ResourceEvidence, ResourceRead } from '../../domain/resources/key-resource.ts'
import { RULE_PACKS } from '../../domain/rules/rule-packs.ts'
import { scopeId } from '../../domain/scope.ts'
import { VERDICTS } from '../../domain/verdict.ts'
import type { CellReader, Cells } from './cells.ts'

/** Plain columns for what people filter on, JSON for the rest. `staleVerdict` belongs to the moment of showing and is not stored. */
export function readinessCells(row: ReadinessRow): Cells {
  const { facts, usage, observed } = row
  return {
    scope: scopeId(row),
    key_id: row.keyId,
    account_id: row.accountId,
    region: row.region,
    arn: row.arn,
    aliases: JSON.stringify(row.aliases),
    verdict: row.verdict,
    rules: row.rules,
    key_state: facts.keyState,
    key_spec: facts.keySpec,
    key_usage: facts.keyUsage,
    origin: facts.origin,
    automatic_rotation: facts.automaticRotation,
    versions: facts.versions,
    kms_instance_id: facts.kmsInstanceId,
    created_at: facts.createdAt,
    next_rotation_at: facts.nextRotationAt,
    protection_level: facts.protectionLevel ?? null,
    calls: usage.calls,
    failures: usage.failures,
    last_used_at: usage.lastUsedAt,
    observed_from: observed.from,
    observed_to: observed.to,
    complete: observed.complete,
    checked_at: row.checkedAt,
    changed_at: row.changedAt,
    findings: JSON.stringify(row.findings),
    by_operation: JSON.stringify(usage.byOperation),
    callers: JSON.stringify(usage.callers),
    more_callers: usage.moreCallers,
    hours: JSON.stringify(usage.hours),
    week: usage.week === undefined ? null : JSON.stringify(usage.week),
    gaps: JSON.stringify(observed.gaps),
    tags: JSON.stringify(row.tags),
    owner: row.owner,
    secrets: JSON.stringify(row.secrets),
    unread: JSON.stringify(row.unread),
    resources: row.resources === undefined ? null : JSON.stringify(row.resources),
    more_resources: row.moreResources ?? null,
    resource_reads: row.resourceReads === undefined ? null : JSON.stringify(row.resourceReads),
    after_move: row.afterMove === undefined ? null : JSON.stringify(row.afterMove),
    callers_left: row.afterMove?.left ?? null,
    callers_failing: row.afterMove?.failing ?? null,
    entry_closes_at: row.afterMove?.closesAt ?? null,
    rotation_off: row.afterMove?.rotationOff ?? null,
  }
}

/** The row that was put. */
export function readinessOf(cells: CellReader): ReadinessRow {
  const tags = cells.json<ReadinessRow['tags']>('tags')
  return {
    accountId: cells.text('account_id'),
    region: cells.text('region'),
    keyId: cells.text('key_id'),
    arn: cells.text('arn'),
    aliases: cells.json('aliases'),
    verdict: cells.word('verdict', VERDICTS),
    rules: cells.word('rules', RULE_PACKS),
    facts: {
      keyState: cells.textOrNull('key_state'),
      keySpec: cells.textOrNull('key_spec'),
      keyUsage: cells.textOrNull('key_usage'),
      origin: cells.textOrNull('origin'),
      automaticRotation: cells.textOrNull('automatic_rotation'),
      versions: cells.numberOrNull('versions'),
      kmsInstanceId: cells.textOrNull('kms_instance_id'),
      createdAt: cells.textOrNull('created_at'),
      // Rows of before have none.
      nextRotationAt: cells.textOrNull('next_rotation_at'),
      ...(cells.textOrNull('protection_level') !== null && {
        protectionLevel: cells.word('protection_level', PROTECTION_LEVELS),
      }),
    },
    findings: cells.json('findings'),
    usage: {
      calls: cells.number('calls'),
      failures: cells.number('failures'),
      byOperation: cells.json('by_operation'),
      lastUsedAt: cells.textOrNull('last_used_at'),
      callers: cells.json('callers'),
      moreCallers: cells.number('more_callers'),
      hours: cells.json('hours'),
      // Rows of before have none.
      ...(cells.textOrNull('week') !== null && { week: cells.json('week') }),
    },
    observed: {
      from: cells.text('observed_from'),
      to: cells.text('observed_to'),
      complete: cells.flag('complete'),
      gaps: cells.json('gaps'),
    },
    checkedAt: cells.text('checked_at'),
    changedAt: cells.text('changed_at'),
    tags,
    // Its column is for SQL and may be older than these tags, or not there yet.
    owner: ownerOf({ tags }) ?? null,
    secrets: cells.json('secrets'),
    unread: cells.json('unread'),
    ...resourcesOf(cells),
    // Rows of before, and keys that have not moved, have none.
    ...(cells.textOrNull('after_move') !== null && { afterMove: cells.json<AfterMove>('after_move') }),
  }
}

/** Rows of before have none. */
function resourcesOf(cells: CellReader): ResourceEvidence {
  const resources = cells.textOrNull('resources')
  const moreResources = cells.numberOrNull('more_resources')
  const resourceReads = cells.textOrNull('resource_reads')
  return {
    ...(resources === null ? {} : { resources: cells.json<readonly KeyResource[]>('resources') }),
    ...(moreResources === null ? {} : { moreResources }),
    ...(resourceReads === null ? {} : { resourceReads: cells.json<readonly ResourceRead[]>('resource_reads') }),
  }
}

/** The columns of a summary. */
export const SUMMARY_COLUMNS = [
  'account_id',
  'region',
  'key_id',
  'aliases',
  'verdict',
  'rules',
  'calls',
  'last_used_at',
  'callers',
  'complete',
  'gaps',
  'checked_at',
  'changed_at',
  'tags',
  'callers_left',
  'callers_failing',
  'entry_closes_at',
  'rotation_off',
] as const

function summaryOfMove(cells: CellReader): Pick<KeySummary, 'afterMove'> {
  const left = cells.numberOrNull('callers_left')
  if (left === null) return {}
  const failing = cells.number('callers_failing')
  return {
    afterMove: {
      left,
      failing,
      closesAt: cells.textOrNull('entry_closes_at'),
      rotationOff: cells.flag('rotation_off'),
    },
  }
}

/** The summary of the row that was put. Most keys have no gaps, and many no tags: those share one list. */
export function keySummaryOf(cells: CellReader): KeySummary {
  return {
    accountId: cells.text('account_id'),
    region: cells.text('region'),
    keyId: cells.text('key_id'),
    aliases: cells.list('aliases'),
    verdict: cells.word('verdict', VERDICTS),
    rules: cells.word('rules', RULE_PACKS),
    usage: {
      calls: cells.number('calls'),
      lastUsedAt: cells.textOrNull('last_used_at'),
      callers: cells.list<CallerSummary>('callers').map(({ principal }) => ({ principal })),
    },
    observed: { complete: cells.flag('complete'), gaps: cells.list('gaps') },
    checkedAt: cells.text('checked_at'),
    changedAt: cells.text('changed_at'),
    tags: cells.list('tags'),
    ...summaryOfMove(cells),
  }
}
