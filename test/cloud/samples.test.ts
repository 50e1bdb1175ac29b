import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as answers from '../../shared/cloud/kms-answers.ts'

function sample(action: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/responses/kms.${action}.json`, import.meta.url), 'utf8'))
}

describe("the vendor's sample answers are understood", () => {
  const cases: [string, { parse(answer: unknown): unknown }, object][] = [
    ['ListKeys', answers.keysPage, { total: 3, items: [{ keyId: '08c33a6f-4e0a-4a1b-a3fa-7ddfa1d4****' }] }],
    ['ListKeyVersions', answers.versionsPage, { total: 3, items: ['1e3304fd-68ac-4d5b-8886-ae5f01a1****'] }],
    ['ListAliases', answers.aliasesPage, { total: 1, items: [{ alias: 'alias/ExampleAlias1' }] }],
    ['ListKmsInstances', answers.instancesPage, { total: 1, items: ['kst-phzz64c9f84eo32dbs****'] }],
    ['ListSecrets', answers.secretsPage, { total: 55, items: ['secret001'] }],
    ['ListTagResources', answers.tagsPage, { nextToken: 'e71d8a535bd9cc11', tags: [{ key: 'disk-encryption' }] }],
    ['DescribeKey', answers.keyAnswer, { keyId: 'key-hzz630494463ejqjx****', automaticRotation: 'Disabled' }],
    ['DescribeSecret', answers.secretAnswer, { kmsInstanceId: 'kst-bjj62d8f5e0sgtx8h****' }],
  ]
  for (const [action, answer, expected] of cases) {
    test(action, () => {
      expect(answer.parse(sample(action))).toMatchObject(expected)
    })
  }

  test('DescribeRegions', () => {
    expect(answers.regionsAnswer.parse(sample('DescribeRegions'))).toEqual(['cn-hangzhou'])
  })
})

test('a key without an id is no answer', () => {
  expect(answers.keyAnswer.safeParse({ KeyMetadata: { KeyId: '' } }).success).toBe(false)
  expect(answers.keysPage.safeParse({ TotalCount: 1, Keys: { Key: [{}] } }).success).toBe(false)
  expect(answers.keysPage.safeParse({ Keys: { Key: [] } }).success).toBe(false)
})
