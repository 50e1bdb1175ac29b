import type { LastRun } from '../../shared/digest/last-night.ts'
import { type InEnglish, inEnglish } from '../../shared/domain/messages/text-in.ts'
import { ownerOf } from '../../shared/domain/owner.ts'
import type { Change, Diagnostic, Finding, ReadinessRow } from '../../shared/domain/readiness.ts'
import { type Scenario, scenarioOf } from '../../shared/domain/resources/scenario.ts'
import { call } from './domain/call.ts'

/** Records for the tests of what people read. Synthetic: no key of these exists. */

export const NOW = Date.parse('2026-11-23T01:30:00Z')
const CHECKED = '2026-11-22T18:15:00Z'

/** A night that went as it should. */
export const LAST_RUN: LastRun = { asOf: CHECKED, judged: 1, unfinished: [] }

export function row(parts: Partial<ReadinessRow> = {}): ReadinessRow {
  const keyId = parts.keyId ?? 'key-hzz0000000000ready01'
  return {
    accountId: '1234567890123456',
    region: 'cn-hangzhou',
    keyId,
    arn: `acs:kms:cn-hangzhou:1234567890123456:key/${keyId}`,
    aliases: ['alias/app'],
    verdict: 'ready',
    rules: '2023-09',
    facts: {
      keyState: 'Enabled',
      keySpec: 'Aliyun_AES_256',
      keyUsage: 'ENCRYPT/DECRYPT',
      origin: 'Aliyun_KMS',
      automaticRotation: 'Disabled',
      versions: 1,
      kmsInstanceId: null,
      createdAt: '2020-03-01T02:03:04Z',
      nextRotationAt: null,
    },
    findings: [],
    usage: {
      calls: 0,
      failures: 0,
      byOperation: {},
      lastUsedAt: null,
      callers: [],
      moreCallers: 0,
      hours: Array(24).fill(0),
    },
    observed: { from: '2026-08-24T18:15:00Z', to: CHECKED, complete: true, gaps: [] },
    checkedAt: CHECKED,
    changedAt: CHECKED,
    tags: [],
    owner: ownerOf({ tags: parts.tags ?? [] }) ?? null,
    secrets: [],
    unread: [],
    ...parts,
  }
}

/** A row as JSON has it: in English, and with the rules whose effect is its verdict. */
export function asJson(
  row: ReadinessRow,
): InEnglish<ReadinessRow> & { readonly decidedBy: readonly string[]; readonly scenario?: Scenario | null } {
  const decidedBy = row.findings.filter(({ effect }) => effect === row.verdict).map(({ rule }) => rule)
  return inEnglish({ ...row, decidedBy, ...(row.resources && { scenario: scenarioOf(row) }) })
}

export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'a-rule',
    effect: 'blocked',
    message: 'Something was found.',
    action: 'Do something about it.',
    source: 'https://www.alibabacloud.com/help/en/kms/migrate',
    events: [],
    data: {},
    ...parts,
  }
}

/** A key that an application's ReEncrypt blocks. */
export function blockedRow(parts: Partial<ReadinessRow> = {}): ReadinessRow {
  const lastAt = '2026-11-21T08:15:00Z'
  return row({
    keyId: 'key-hzz000000000blocked1',
    aliases: ['alias/pay'],
    verdict: 'blocked',
    findings: [
      finding({
        rule: 'blocked-operation',
        message: 'An application uses ReEncrypt.',
        events: ['EVENT-1', 'EVENT-2'],
        data: {
          operations: ['ReEncrypt'],
          callers: ['role/app-pay'],
          moreCallers: 0,
          clients: ['java'],
          networks: ['vpc'],
          calls: 3,
          lastAt,
        },
      }),
    ],
    usage: {
      calls: 40,
      failures: 1,
      byOperation: { Decrypt: 37, ReEncrypt: 3 },
      lastUsedAt: lastAt,
      callers: [
        {
          principal: 'role/app-pay',
          client: 'java',
          network: 'vpc',
          operations: ['Decrypt', 'ReEncrypt'],
          calls: 30,
          failures: 1,
          lastSeenAt: lastAt,
        },
        {
          principal: 'user/reader',
          client: 'go',
          network: 'vpc',
          operations: ['Decrypt'],
          calls: 10,
          failures: 0,
          lastSeenAt: '2026-11-20T08:15:00Z',
        },
      ],
      moreCallers: 2,
      hours: Array.from({ length: 24 }, (_, hour) => (hour === 8 ? 40 : 0)),
    },
    ...parts,
  })
}

/** A key whose window was not read completely. */
export function unknownRow(parts: Partial<ReadinessRow> = {}): ReadinessRow {
  const gaps = [{ from: '2026-09-01T00:00:00Z', to: '2026-09-03T00:00:00Z' }]
  return row({
    keyId: 'key-hzz000000000unknown1',
    verdict: 'unknown',
    findings: [
      finding({
        rule: 'evidence-incomplete',
        effect: 'unknown',
        data: { gaps: ['2026-09-01T00:00:00Z/2026-09-03T00:00:00Z'], moreGaps: 0, reasons: ['budget used up'] },
      }),
    ],
    observed: { from: '2026-08-24T18:15:00Z', to: CHECKED, complete: false, gaps },
    unread: [{ fact: 'versions', reason: call('ListKeyVersions', 'Forbidden.NoPermission') }],
    facts: { ...row().facts, versions: null },
    ...parts,
  })
}

export function change(parts: Partial<Change> = {}): Change {
  return {
    accountId: '1234567890123456',
    region: 'cn-hangzhou',
    keyId: 'key-hzz0000000000ready01',
    changedAt: CHECKED,
    before: 'unknown',
    after: 'ready',
    why: [],
    events: [],
    ...parts,
  }
}

export function diagnostic(parts: Partial<Diagnostic> = {}): Diagnostic {
  return {
    accountId: '1234567890123456',
    region: 'cn-beijing',
    stage: 'inventory',
    status: 'denied',
    action: 'ListKeys',
    code: 'Forbidden.NoPermission',
    requestId: 'REQUEST-1',
    message: 'The region refused.',
    advice: 'Grant kms:ListKeys.',
    fatal: true,
    asOf: CHECKED,
    ...parts,
  }
}

/** What a person who may name things in an account could call them to attack whoever reads about them. */
export const HOSTILE = {
  script: 'alias/<script>alert(1)</script>',
  attribute: 'alias/" onmouseover="alert(2)" x=\'',
  formula: '=HYPERLINK("http://evil.example","x")',
  spacedFormula: '  @SUM(1+1)',
  escape: 'alias/\u001b[2J\u001b]8;;http://evil.example\u0007red\u009b31m',
  link: 'alias/[click](http://evil.example)',
  image: 'alias/![x](http://evil.example/x.png)',
  code: 'alias/`</code><b>|x|',
  override: 'alias/\u202eexe.yap\u2066\u200b',
  lines: 'alias/a\n# heading\r\n=1+1',
  closing: '</script><!--<script>',
  slackMention: '<!channel> <@U0SYNTH> <https://evil.example|click>',
  feishuMention: '<at id=all></at>',
  wecomMention: '<@all><font color="warning">x</font>',
  emphasis: '*bold* _slanted_ ~struck~ :smile:',
  bare: 'www.evil.example https://evil.example/x',
} as const

/** A row with hostile text wherever the cloud puts text of strangers. */
export function hostileRow(texts: readonly string[] = Object.values(HOSTILE)): ReadinessRow {
  const at = '2026-11-21T08:15:00Z'
  return row({
    keyId: 'key-hzz00000000hostile1',
    aliases: texts,
    verdict: 'blocked',
    findings: [
      finding({
        rule: 'unheard-of',
        message: texts.join(' '),
        action: texts.join(' '),
        events: texts,
        source: 'javascript:alert(3)',
      }),
      finding({
        rule: 'blocked-operation',
        data: { operations: ['ReEncrypt'], callers: texts, moreCallers: 0, calls: 3, lastAt: at },
      }),
    ],
    usage: {
      calls: 1,
      failures: 0,
      byOperation: { ReEncrypt: 1 },
      lastUsedAt: at,
      callers: texts.map((principal) => ({
        principal,
        client: 'java',
        network: 'vpc',
        operations: ['ReEncrypt'],
        calls: 1,
        failures: 0,
        lastSeenAt: at,
      })),
      moreCallers: 0,
      hours: Array(24).fill(1),
    },
    tags: [...texts.map((text) => ({ key: text, value: text })), { key: 'owner', value: texts.join(' ') }],
    secrets: texts,
    unread: texts.flatMap((text) => [text, call(text, text)].map((reason) => ({ fact: 'secrets', reason }))),
    afterMove: {
      moved: { after: null, by: at },
      closesAt: '2026-12-21T08:15:00Z',
      complete: false,
      instanceLog: { state: 'incomplete', reason: call(texts[0] ?? '', texts[0] ?? '') },
      ...{ left: texts.length, failing: texts.length, silent: 0, moreCallers: 2 },
      callers: texts.map((principal) => ({
        ...{ principal, state: 'failing', left: true, clients: ['java'], operations: texts },
        ...{ calls: 1, failures: 1, instanceCalls: 1, lastSeenAt: at, events: texts },
      })),
      peak: { at, calls: 7_200 },
      rotationOff: true,
    },
  })
}
