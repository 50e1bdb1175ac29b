import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { application, atConsole, cloudService, keySnapshot, ruleContext, unlistedRole, use } from '../case-factory.ts'
import { INSTANCE, type RuleFixture, UNKNOWN } from './rule-fixture.ts'

/** Rules on calls of which nobody knows what they do, or with which key. */
export const UNATTRIBUTED_FIXTURES = {
  'unknown-operation': {
    fires: [
      ['one', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey' })] }), UNKNOWN],
      [
        'unlisted service role',
        ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: unlistedRole() })] }),
        UNKNOWN,
      ],
      [
        'failed by the service',
        ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'service-failure' })] }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['refused', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'refused' })] })],
      ['dry run', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', outcome: 'dry-run' })] })],
      ['console', ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: atConsole() })] })],
      [
        'cloud service',
        ruleContext({ unknownOperations: [use({ operation: 'DeriveDataKey', caller: cloudService() })] }),
      ],
      [
        'service key',
        ruleContext({
          unknownOperations: [use({ operation: 'DeriveDataKey' })],
          key: keySnapshot({ kind: 'service' }),
        }),
      ],
    ],
  },
  'unattributed-operation': {
    fires: [['one', ruleContext({ unattributedDeciding: [use({ operation: 'ExportDataKey' })] }), UNKNOWN]],
    misses: [
      ['untied only', ruleContext({ unattributedOther: [use()] })],
      [
        'service key',
        ruleContext({
          unattributedDeciding: [use({ operation: 'ExportDataKey' })],
          key: keySnapshot({ kind: 'service' }),
        }),
      ],
    ],
  },
  'unattributed-use': {
    fires: [['one', ruleContext({ unattributedOther: [use({ caller: application({ client: 'php' }) })] }), UNKNOWN]],
    misses: [
      ['unsettled only', ruleContext({ unattributedDeciding: [use({ operation: 'ReEncrypt' })] })],
      [
        'instance key',
        ruleContext({ unattributedOther: [use()], key: keySnapshot({ kind: 'instance', facts: INSTANCE }) }),
      ],
    ],
  },
} satisfies Partial<Readonly<Record<RuleId, RuleFixture>>>
