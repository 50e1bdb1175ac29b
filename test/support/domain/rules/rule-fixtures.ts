import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { CALLER_FIXTURES } from './caller-fixtures.ts'
import { EVIDENCE_FIXTURES } from './evidence-fixtures.ts'
import { KEY_FIXTURES } from './key-fixtures.ts'
import { OPERATION_FIXTURES } from './operation-fixtures.ts'
import type { RuleFixture } from './rule-fixture.ts'
import { UNATTRIBUTED_FIXTURES } from './unattributed-fixtures.ts'

/** By rule id, in the order of the rules. */
export const FIXTURES: Readonly<Record<RuleId, RuleFixture>> = {
  ...KEY_FIXTURES,
  ...OPERATION_FIXTURES,
  ...CALLER_FIXTURES,
  ...UNATTRIBUTED_FIXTURES,
  ...EVIDENCE_FIXTURES,
}
