import { AGENT } from '../agents.ts'
import { assumed, person, program, vpc } from '../callers.ts'
import { EVENING, MORNING, NIGHT, NOON } from '../moments.ts'
import type { Team } from '../story.ts'

const NETWORK = vpc('vpc-bp1payments', '10.10.3.17')
const CHECKOUT = program('app-checkout', AGENT.javaOld, NETWORK)
const LEDGER = program('app-ledger', AGENT.goTea, NETWORK)
export const TOKENIZER = assumed('PaymentsTokenizer', 'tokenizer-7f', AGENT.javaTea, NETWORK)
const SETTLEMENT = program('app-settlement', AGENT.pythonTea, vpc('vpc-bp1payments', '10.10.4.2'))
const RISK = program('app-risk-scoring', AGENT.phpTea, NETWORK)
const HSM_BRIDGE = program('app-hsm-bridge', AGENT.goOld, NETWORK)

/** Payments, cn-hangzhou: card data, tokens, settlement files, and two habits that KMS instances do not carry over. */
export const payments: Team = {
  tags: { team: 'payments' },
  keys: [
    {
      name: 'pay-card-data',
      about: 'Card data at rest',
      tags: { env: 'prod' },
      calls: [
        { by: CHECKOUT, operation: 'GenerateDataKey', when: { hours: [MORNING, EVENING] } },
        { by: CHECKOUT, operation: 'Decrypt', when: { hours: [NOON] } },
      ],
    },
    {
      name: 'pay-card-data-next',
      about: 'Card data, new table',
      age: 150,
      tags: { env: 'prod' },
      calls: [{ by: LEDGER, operation: 'Decrypt', when: { hours: [NOON] } }],
    },
    {
      name: 'pay-settlement',
      about: 'Settlement files for the bank',
      as: { automaticRotation: 'Enabled' },
      calls: [{ by: SETTLEMENT, operation: 'Encrypt', when: { hours: [NIGHT] }, names: 'alias' }],
    },
    {
      name: 'pay-tokens',
      about: 'Tokens, first generation',
      calls: [
        { by: TOKENIZER, operation: 'Decrypt', when: { hours: [EVENING], everyDays: 2 } },
        { by: TOKENIZER, operation: 'ReEncrypt', to: 'pay-tokens-next', when: { ago: [12.4, 12.41, 12.43] } },
      ],
    },
    {
      name: 'pay-tokens-next',
      about: 'Tokens, second generation',
      calls: [{ by: TOKENIZER, operation: 'GenerateDataKey', when: { hours: [EVENING], everyDays: 2 } }],
    },
    {
      name: 'pay-terminals',
      about: 'Data keys for payment terminals',
      calls: [
        { by: SETTLEMENT, operation: 'GenerateAndExportDataKey', when: { ago: [71.2, 40.9, 9.3] }, names: 'arn' },
        { by: SETTLEMENT, operation: 'Decrypt', when: { hours: [NIGHT], everyDays: 3 } },
      ],
    },
    {
      name: 'pay-hsm-bridge',
      about: 'Bridge to the data centre HSM',
      calls: [
        { by: HSM_BRIDGE, operation: 'GenerateDataKeyWithoutPlaintext', when: { hours: [MORNING], everyDays: 5 } },
        { by: HSM_BRIDGE, operation: 'ExportDataKey', when: { ago: [6.6] }, errorCode: 'Rejected.Throttling' },
      ],
    },
    {
      name: 'pay-imported',
      about: 'Material brought along from the old data centre',
      as: { origin: 'EXTERNAL', automaticRotation: 'Disabled' },
      calls: [{ by: LEDGER, operation: 'Decrypt', when: { hours: [MORNING], everyDays: 7 } }],
    },
    {
      name: 'pay-signing',
      about: 'Signs payment orders',
      as: { keySpec: 'RSA_2048', keyUsage: 'SIGN/VERIFY' },
      calls: [{ by: CHECKOUT, operation: 'AsymmetricSign', when: { hours: [NOON] } }],
    },
    {
      name: 'pay-signing-2019',
      about: 'Signed payment orders until the audit of 2024',
      versions: 2,
      as: { keySpec: 'RSA_2048', keyUsage: 'SIGN/VERIFY' },
      calls: [{ by: LEDGER, operation: 'AsymmetricVerify', when: { hours: [MORNING], everyDays: 14 } }],
    },
    {
      name: 'pay-master',
      about: '支付系统主密钥',
      aliases: ['支付-主密钥', 'pay-master'],
      tags: { 部门: '支付', env: 'prod' },
      calls: [
        { by: CHECKOUT, operation: 'Encrypt', when: { hours: [EVENING] }, names: 'alias' },
        { by: person('li.wei'), operation: 'Encrypt', when: { ago: [33.3] } },
      ],
    },
    {
      name: 'pay-refunds',
      about: 'Refund files',
      calls: [
        { by: LEDGER, operation: 'Decrypt', when: { hours: [NOON], everyDays: 2 } },
        {
          by: LEDGER,
          operation: 'ReEncrypt',
          to: 'pay-refunds',
          when: { ago: [20.1, 20.12] },
          errorCode: 'Forbidden.NoPermission',
        },
        { by: LEDGER, operation: 'GenerateAndExportDataKey', when: { ago: [19.7] }, dryRun: true },
      ],
    },
    {
      name: 'pay-risk',
      about: 'Risk scoring',
      calls: [{ by: RISK, operation: 'Decrypt', when: { hours: [NOON], everyDays: 10 } }],
    },
    {
      name: 'pay-vouchers',
      about: 'Vouchers; the last conversion job ran in summer',
      calls: [
        { by: CHECKOUT, operation: 'Decrypt', when: { hours: [MORNING], everyDays: 2 } },
        // In the window of the first night, and half a day too old for that of the second.
        { by: TOKENIZER, operation: 'ExportDataKey', when: { ago: [90.5] } },
      ],
    },
  ],
}
