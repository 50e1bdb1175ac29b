import type { RuleId } from '../../../../shared/domain/rules/rule-id.ts'
import { application, atConsole, cloudService, ruleContext, unlistedRole, use } from '../case-factory.ts'
import { type RuleFixture, SUPPORT, UNKNOWN } from './rule-fixture.ts'

const PUBLIC = application({ network: 'public', address: '203.0.113.9' })

/** Rules on who calls, with what and from where. */
export const CALLER_FIXTURES = {
  'unsupported-language': {
    fires: (['nodejs', 'php', 'dotnet', 'cpp', 'swift', 'ruby', 'cli', 'terraform'] as const).map((client) => [
      client,
      ruleContext({ uses: [use(), use({ caller: application({ client }), outcome: 'refused' })] }),
      SUPPORT,
    ]),
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'nodejs' }) })] })],
      ...(['java', 'go', 'python', 'unknown'] as const).map(
        (client) => [client, ruleContext({ uses: [use({ caller: application({ client }) })] })] as const,
      ),
      ['console', ruleContext({ uses: [use({ caller: { ...atConsole(), client: 'nodejs' } })] })],
    ],
  },
  'outside-alibaba-cloud': {
    fires: [
      ['public, ranges known', ruleContext({ uses: [use({ caller: PUBLIC })], ownRangesKnown: true }), SUPPORT],
      [
        'public without an address',
        ruleContext({ uses: [use({ caller: application({ network: 'public' }) })], ownRangesKnown: true }),
        SUPPORT,
      ],
    ],
    misses: [
      [
        'unlisted service role',
        ruleContext({ uses: [use({ caller: unlistedRole({ network: 'public' }) })], ownRangesKnown: true }),
      ],
      ['ranges not known', ruleContext({ uses: [use({ caller: PUBLIC })] })],
      [
        'own network',
        ruleContext({ uses: [use({ caller: application({ network: 'own-network' }) })], ownRangesKnown: true }),
      ],
      [
        'console',
        ruleContext({ uses: [use({ caller: { ...atConsole(), network: 'public' } })], ownRangesKnown: true }),
      ],
    ],
  },
  'unknown-network': {
    fires: [
      ['public, ranges not known', ruleContext({ uses: [use({ caller: PUBLIC })] }), UNKNOWN],
      ['no address', ruleContext({ uses: [use({ caller: application({ network: 'unknown' }) })] }), UNKNOWN],
      [
        'no address, ranges known',
        ruleContext({ uses: [use({ caller: application({ network: 'unknown' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
    ],
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ caller: unlistedRole({ network: 'unknown' }) })] })],
      ['public, ranges known', ruleContext({ uses: [use({ caller: PUBLIC })], ownRangesKnown: true })],
      ['intranet', ruleContext({ uses: [use({ caller: application({ network: 'internal' }) })] })],
      ['cloud service', ruleContext({ uses: [use({ caller: { ...cloudService(), network: 'public' } })] })],
    ],
  },
  'unknown-client': {
    fires: [['not recognised', ruleContext({ uses: [use({ caller: application({ client: 'unknown' }) })] }), UNKNOWN]],
    misses: [
      ['unlisted service role', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] })],
      ['Java', ruleContext()],
      ['console', ruleContext({ uses: [use({ caller: { ...atConsole(), client: 'unknown' } })] })],
    ],
  },
  'unknown-service-role': {
    fires: [
      ['language not known', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'unknown' }) })] }), UNKNOWN],
      ['Node.js', ruleContext({ uses: [use({ caller: unlistedRole({ client: 'nodejs' }) })] }), UNKNOWN],
      [
        'no address',
        ruleContext({ uses: [use({ caller: unlistedRole({ network: 'unknown' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
      [
        'outside',
        ruleContext({ uses: [use({ caller: unlistedRole({ network: 'public' }) })], ownRangesKnown: true }),
        UNKNOWN,
      ],
      ['ReEncrypt', ruleContext({ uses: [use({ caller: unlistedRole(), operation: 'ReEncrypt' })] }), UNKNOWN],
    ],
    misses: [
      ['Java in a VPC', ruleContext({ uses: [use({ caller: unlistedRole() })] })],
      [
        'ReEncrypt was refused',
        ruleContext({ uses: [use({ caller: unlistedRole(), operation: 'ReEncrypt', outcome: 'refused' })] }),
      ],
      ['application', ruleContext({ uses: [use({ caller: application({ client: 'unknown' }) })] })],
      ['cloud service', ruleContext({ uses: [use({ caller: cloudService() })] })],
    ],
  },
} satisfies Partial<Readonly<Record<RuleId, RuleFixture>>>
