import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fileSchema } from '../../shared/config/file-schema.ts'
import { offlineProblems } from '../../shared/config/offline.ts'
import { keyOf } from '../../shared/config/read-settings.ts'
import { KNOWN } from '../../shared/config/variables.ts'
import { read } from '../support/deploy/places.ts'

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(fileSchema())
/** As an editor reads it. */
const schemaTakes = (text: string) => validate(parse(text))
const problemsIn = (text: string) => offlineProblems({ CMK_CONFIG: 'oss://config/x', 'oss://config/x': text }, '/')
const programTakes = (text: string) => problemsIn(text).length === 0

/** One of everything that documents show, in each form. */
const GOOD = [
  '',
  'version: 1',
  'regions: all',
  'regions: cn-hangzhou,cn-shanghai',
  'regions: [cn-hangzhou, cn-shanghai]',
  'accounts: [1000000000000001, "acs:ram::1000000000000002:role/audited", "rd:"]',
  'accounts: 1000000000000001,rd:fd-QRzuim0000',
  'role_name: audited',
  'store: sqlite:x.db',
  'rules: 2024-11',
  'observation_days: 30',
  'observation_days: "30"',
  'own_cidrs:\n  - auto\n  - 47.96.0.0/24',
  'resources: [rds, oss]',
  'resources: none',
  'timezone: UTC',
  'timezone:',
  'window_hours: 2',
  'freezes: [2026-12-24/2027-01-04, 2026-11-11]',
  'destination: [cn-hangzhou=kst-hzz65f176a0ogplgq0001:software]',
  'channels: [terminal, "slack:https://hooks.slack.com/services/T0/B0/x"]',
  'api_token: token-of-the-api-0001',
  'kms_qps: 2.5',
  'kms_qps: "2.5"',
  'trail_budget_minutes: 90',
  'source: sls:cn-hangzhou/audit/actiontrail_audit',
  'dispatch: fc3:cn-hangzhou',
  'fanout: 50',
  'fanout: [50, 4]',
  'fanout: 50,4',
]
/** What no editor should leave unmarked. */
const BAD = [
  'version: 2',
  'version: "1"',
  'region: cn-hangzhou',
  'config: other.yaml',
  'access_key_id: LTAI',
  '- regions',
  'regions: [Hangzhou]',
  'accounts: [me]',
  'rules: "2025-01"',
  'observation_days: 500',
  'observation_days: 1.5',
  'observation_days: ninety',
  'resources: [rds, nas]',
  'kms_qps: 0',
  'kms_qps: true',
  'fanout: [50, 4, 1]',
  'fanout: 301',
  'role_name: "a role"',
]

describe('the schema of the file', () => {
  it.each(GOOD)('takes what the program takes: %j', (text) => {
    expect(problemsIn(text)).toEqual([])
    expect(schemaTakes(text)).toBe(true)
  })

  it.each(BAD)('refuses, as the program does: %j', (text) => {
    expect(programTakes(text)).toBe(false)
    expect(schemaTakes(text)).toBe(false)
  })

  it('has every variable but the one that names the file, and says what each takes', () => {
    const { properties } = fileSchema() as { readonly properties: Record<string, { readonly description: string }> }
    const keys = KNOWN.filter((name) => name !== 'CMK_CONFIG').map(keyOf)
    expect(Object.keys(properties).sort()).toEqual([...keys, 'version'].sort())
    for (const { description } of Object.values(properties)) expect(description.length).toBeGreaterThan(10)
  })

  it('takes the example of the documents, and so does the program', async () => {
    const [, example = ''] =
      /```yaml\n(# yaml-language-server: \$schema=docs\/cmk-config\.schema\.json\n[\s\S]*?)```/.exec(
        await read('docs/configuration.md'),
      ) ?? []
    expect(example.split('\n').length).toBeGreaterThan(5)
    expect(schemaTakes(example)).toBe(true)
    expect(programTakes(example)).toBe(true)
  })
})
