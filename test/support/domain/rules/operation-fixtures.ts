import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { atConsole, cloudService, ruleContext, unlistedRole, use } from '../case-factory.ts'
import { effects, NOTE, type RuleFixture } from './rule-fixture.ts'

/** Rules on operations that an instance has not. */
export const OPERATION_FIXTURES = {
  'blocked-operation': {
    fires: [
      ['ReEncrypt', ruleContext({ uses: [use({ operation: 'ReEncrypt' })] }), effects('blocked', 'note')],
      ['ExportDataKey', ruleContext({ uses: [use({ operation: 'ExportDataKey' })] }), effects('blocked', 'note')],
      [
        'failed by the service',
        ruleContext({ uses: [use({ operation: 'GenerateAndExportDataKey', outcome: 'service-failure' })] }),
        effects('blocked', 'note'),
      ],
    ],
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: unlistedRole() })] })],
      ['other operation', ruleContext({ uses: [use({ operation: 'GenerateDataKey' })] })],
      ['refused', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] })],
      ['dry run', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'dry-run' })] })],
      ['cloud service', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: cloudService() })] })],
      ['console', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: atConsole() })] })],
      ['unsettled only', ruleContext({ unattributedDeciding: [use({ operation: 'ReEncrypt' })] })],
    ],
  },
  'blocked-operation-attempted': {
    fires: [
      ['refused', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] }), NOTE],
      ['dry run', ruleContext({ uses: [use({ operation: 'ExportDataKey', outcome: 'dry-run' })] }), NOTE],
    ],
    misses: [
      ['no such call', ruleContext()],
      [
        'one was made',
        ruleContext({
          uses: [use({ operation: 'ReEncrypt', outcome: 'refused' }), use({ operation: 'ReEncrypt', outcome: 'made' })],
        }),
      ],
      ['console', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused', caller: atConsole() })] })],
      ['other operation refused', ruleContext({ uses: [use({ outcome: 'refused' })] })],
    ],
  },
  'reencrypt-stays-on-shared-gateway': {
    fires: [
      ['ReEncrypt', ruleContext({ uses: [use({ operation: 'ReEncrypt' })] }), effects(null, 'note')],
      [
        'failed by the service',
        ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'service-failure' })] }),
        effects(null, 'note'),
      ],
    ],
    misses: [
      ['exports', ruleContext({ uses: [use({ operation: 'ExportDataKey' })] })],
      ['refused', ruleContext({ uses: [use({ operation: 'ReEncrypt', outcome: 'refused' })] })],
      ['console', ruleContext({ uses: [use({ operation: 'ReEncrypt', caller: atConsole() })] })],
    ],
  },
} satisfies Partial<Readonly<Record<RuleId, RuleFixture>>>
