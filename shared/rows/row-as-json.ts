import { type InEnglish, inEnglish } from '../domain/messages/text-in.ts'
import type { ReadinessRow } from '../domain/readiness.ts'
import { type Scenario, scenarioOf } from '../domain/resources/scenario.ts'
import { decidingRules } from './fields.ts'

/** A row as JSON has it: in English, and with the rules that made its verdict, which otherwise only the effects of its findings tell. */
export interface RowAsJson extends InEnglish<ReadinessRow> {
  /** Ids of rules; none for `ready`, which is the absence of any. */
  readonly decidedBy: readonly string[]
  /** Under which scenario of the vendor's page the key moves; null: not known. Absent in rows of before resources were kept. */
  readonly scenario?: Scenario | null
}

/** A row that is shown as it is today (`applyStaleness`), beside its verdict with what decided it. */
export function rowAsJson(row: ReadinessRow): RowAsJson {
  const { resourceReads, afterMove, ...plain } = row
  const said = {
    ...{ ...plain, findings: inEnglish(row.findings), unread: inEnglish(row.unread) },
    ...(resourceReads && { resourceReads: inEnglish(resourceReads) }),
    ...(afterMove && { afterMove: inEnglish(afterMove) }),
  }
  const { accountId, region, keyId, arn, aliases, verdict, ...rest } = said
  return {
    accountId,
    region,
    keyId,
    arn,
    aliases,
    verdict,
    decidedBy: decidingRules(row),
    ...(row.resources && { scenario: scenarioOf(row) }),
    ...rest,
  }
}
