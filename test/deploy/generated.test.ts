import { describe, expect, it } from 'vitest'
import { generatedFiles } from '../../deploy/generated.ts'
import { policyOf } from '../../deploy/policy.ts'
import { permissions, ROLES, UNRESTRICTED } from '../../shared/ram/permissions.ts'
import { PLACES, read } from '../support/deploy/places.ts'

/** RAM: 6,144 characters for a custom policy. */
const POLICY_CHARACTERS = 6_144

describe('the generated files', () => {
  it.each([...generatedFiles()])(
    '%s is what the generator makes of the catalogue (npm run policies)',
    async (path, made) => {
      expect(await read(path)).toBe(made)
    },
  )
})

describe('the catalogue', () => {
  it.each(ROLES)(
    '%s: every call once, none that could change a key or read a secret value that is not the program’s own, none by wildcard',
    (role) => {
      const actions = permissions(role, PLACES).flatMap((each) =>
        each.actions.map((action) => `${action} ${each.resources}`),
      )
      expect(new Set(actions).size).toBe(actions.length)
      const cloud = actions.filter((each) => /^(kms|actiontrail):/.test(each))
      const own = PLACES.secrets.join()
      for (const action of cloud)
        if (role === 'secret-reader') expect([`kms:GetSecretValue ${own}`, `kms:Decrypt ${own}`]).toContain(action)
        else
          expect(action).toMatch(
            /^(kms:(List|Describe|GetKmsInstance)|actiontrail:(LookupEvents|DescribeTrails|GetTrailStatus|ListDeliveryHistoryJobs|GetDeliveryHistoryJob) )/,
          )
      for (const { actions } of permissions(role, PLACES)) {
        for (const action of actions) expect(action).toMatch(/^[a-z]+:[A-Za-z]+$/)
        expect(UNRESTRICTED).not.toEqual(expect.arrayContaining([...actions]))
      }
      expect(JSON.stringify(policyOf(role, PLACES)).length).toBeLessThan(POLICY_CHARACTERS)
    },
  )

  it('lets the reader write nothing but its own marks, and the auditor nothing of them', () => {
    const writes = (role: 'auditor' | 'reader') =>
      permissions(role, PLACES)
        .filter(({ actions }) => actions.some((action) => /^ots:(Put|Update|Delete|BatchWrite)/.test(action)))
        .flatMap(({ resources }) => resources)
        .map((arn) => arn.split('/').at(-1))
    expect(writes('reader')).toEqual(['marks'])
    expect(writes('auditor')).toEqual(['readiness', 'usage', 'history', 'progress'])
  })

  it('names every table by region and instance', () => {
    const arns = [...permissions('auditor', PLACES), ...permissions('reader', PLACES)]
      .flatMap(({ resources }) => resources)
      .filter((arn) => arn.startsWith('acs:ots:'))
    for (const arn of arns) expect(arn).toMatch(/^acs:ots:cn-hangzhou:\*:instance\/cmk-audit\/table\/[a-z]+$/)
  })
})
