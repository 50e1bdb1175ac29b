import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../shared/domain/language.ts'
import type { Step } from '../../shared/domain/steps/step.ts'
import { stepForText, stepMessagesFor, stepText } from '../../shared/text/step-messages.ts'
import { HALF_WIDTH } from '../support/text/chinese.ts'

const principal = 'role/orders'
const place = { keyId: 'key-1', region: 'cn-hangzhou' }
const rotation = { ...place, suspended: false, daysLeft: 3, nextRotationAt: '2026-12-03T02:00:00Z' }
const whose = { when: 'before', forWhom: { owner: 'payments' } } as const
const STEPS: readonly Step[] = [
  ...(['later', 'soon', 'near', 'due', 'undated'] as const).flatMap((urgency): Step[] =>
    [false, true].map((suspended) => ({ id: 'rotation-off', params: { ...rotation, urgency, suspended }, ...whose })),
  ),
  { id: 'rotation-off', params: { ...rotation, urgency: 'near', daysLeft: 0 }, ...whose, by: rotation.nextRotationAt },
  { id: 'rotation-off', params: { ...rotation, urgency: 'near', daysLeft: 1 }, ...whose },
  { id: 'rotation-rule', params: {}, ...whose },
  { id: 'cancel-deletion', params: place, ...whose },
  { id: 'stop-operations', params: { principal, operations: ['ReEncrypt', 'ExportDataKey'] }, ...whose },
  { id: 'identify-client', params: { principal }, ...whose },
  { id: 'identify-network', params: { principal }, ...whose },
  {
    id: 'app-ticket',
    params: { principal, client: 'nodejs', network: 'public', reasons: ['language', 'network'] },
    ...whose,
  },
  { id: 'services-only', params: {}, ...whose },
  { id: 'hsm-to-software', params: {}, ...whose },
  { id: 'terraform', params: { seen: 'tag', rotates: true }, ...whose },
  { id: 'terraform', params: { seen: 'caller', rotates: false }, ...whose },
  { id: 'secrets-after-key', params: { secrets: ['db', 'api'], more: 3, byTicket: true }, ...whose },
  { id: 'app-access', params: { principal }, ...whose, forWhom: { principal } },
  ...(['java', 'go', 'python'] as const).map(
    (client): Step => ({ id: 'app-sdk', params: { principal, client }, ...whose }),
  ),
  { id: 'app-operations', params: { principal, moved: ['Decrypt'], stay: ['GenerateMac'] }, ...whose },
  { id: 'app-operations', params: { principal, moved: [], stay: ['GenerateMac'] }, ...whose },
  { id: 'keep-sdk', params: { principals: [principal], more: 2 }, ...whose },
  { id: 'shared-gateway-only', params: { principals: [principal], more: 0 }, ...whose },
  { id: 'public-access', params: { principals: [principal], more: 0 }, ...whose },
  { id: 'more-callers', params: { count: 1 }, ...whose },
  { id: 'more-callers', params: { count: 2 }, ...whose, forWhom: { owner: null } },
  { id: 'rotation-on', params: place, ...whose },
]

describe.each(LANGUAGES)('the texts of steps in %s', (language) => {
  const context = { language, timezone: 'Asia/Shanghai' }
  const said = (step: Step) => {
    const { text, code = '' } = stepText(step, context)
    return [text, code, ...stepForText(step, context)].join('\n')
  }

  it('there is a sample of each', () => {
    expect([...new Set(STEPS.map(({ id }) => id))].sort()).toEqual(Object.keys(stepMessagesFor(language).steps).sort())
  })

  it.each(STEPS)('$id names what it is about: $params', (step) => {
    const text = said(step)
    for (const value of Object.values(step.params).flat())
      if (typeof value === 'string' && /^(role|cn|key|Re|Ex|De|Gen|db)/.test(value)) expect(text).toContain(value)
    expect(text).not.toMatch(/undefined|null|NaN|\[object/)
    if (language === 'zh') expect(text.replace(/lifecycle \{.*\}|aliyun kms .*/g, '')).not.toMatch(HALF_WIDTH)
    else expect(text).not.toMatch(/\p{Script=Han}/u)
  })

  it('gives moments on the clocks of the reader', () => {
    expect(said(STEPS[4] as Step)).toContain('2026-12-03 10:00')
    expect(said(STEPS[4] as Step)).not.toContain('T02:00:00Z')
  })

  it('puts no key id into a command that a shell would take apart', () => {
    for (const keyId of ['a; rm -rf ~', '$(x)', "a'b", 'a b', '`x`', '']) {
      const step: Step = { id: 'rotation-on', params: { keyId, region: 'cn-hangzhou' }, ...whose }
      expect(stepText(step, context).code).toBeUndefined()
    }
  })
})

it('the commands and the configuration are those of the documents', () => {
  const context = { language: 'en', timezone: 'UTC' } as const
  const code = (id: Step['id']) => stepText(STEPS.find((step) => step.id === id) as Step, context).code
  expect(code('rotation-off')).toBe(
    'aliyun kms UpdateRotationPolicy --region cn-hangzhou --KeyId key-1 --EnableAutomaticRotation false',
  )
  expect(code('terraform')).toBe(
    'lifecycle { ignore_changes = [dkms_instance_id, automatic_rotation, rotation_interval, protection_level] }',
  )
  expect(stepText(STEPS.find((step) => step.id === 'app-sdk') as Step, context).text).toContain(
    'com.aliyun.kms:kms-transfer-client',
  )
})
