import type { Statement } from '../../../../shared/domain/decisions/statements.ts'
import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { application, atConsole, cloudService, keySnapshot, ruleContext, unlistedRole, use } from '../case-factory.ts'
import { INSTANCE, NOTE, type RuleFixture, UNKNOWN } from './rule-fixture.ts'

const WHO = { by: 'Li Na', at: '2026-11-20T00:00:00Z', until: null }
const SAID_KEYS: Statement = {
  ...WHO,
  value: { kind: 'keys-statement', principal: 'role/orders', keyIds: ['key-1', 'key-2'] },
}
const SAID_CLIENT: Statement = {
  ...WHO,
  value: { kind: 'client-statement', principal: 'role/orders', client: 'java' },
}

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
  'settled-by-statement': {
    fires: [
      [
        'said to be others',
        ruleContext({ saidToBeOthers: [use({ operation: 'ReEncrypt', said: [SAID_KEYS] })] }),
        NOTE,
      ],
      ['said to be this one', ruleContext({ uses: [use({ said: [SAID_KEYS] })] }), NOTE],
      ['said to be Java', ruleContext({ uses: [use({ said: [SAID_CLIENT] })] }), NOTE],
    ],
    misses: [
      ['nothing said', ruleContext({ unattributedOther: [use()] })],
      [
        'instance key',
        ruleContext({
          uses: [use({ said: [SAID_KEYS] })],
          key: keySnapshot({ kind: 'instance', facts: INSTANCE }),
        }),
      ],
    ],
  },
} satisfies Partial<Readonly<Record<RuleId, RuleFixture>>>
