import { describe, expect, it } from 'vitest'
import type { KeySnapshot } from '../../../shared/domain/key.ts'
import type { KeyResource } from '../../../shared/domain/resources/key-resource.ts'
import { keySnapshot } from '../../support/domain/case-factory.ts'
import { textsOf } from '../../support/domain/rules/finding-texts.ts'

const DISK: KeyResource = { service: 'ecs', kind: 'disk', id: 'd-1', use: 'In_use', attachedTo: 'i-1' }
const WINDOW = { from: '2026-08-22T01:00:00Z', to: '2026-11-20T01:00:00Z' }
const quiet = (key: Partial<Pick<KeySnapshot, 'secrets' | 'resources' | 'moreResources'>>) =>
  textsOf('no-use-seen', { uses: [], key: keySnapshot(key) })

describe('a key of which no use was seen', () => {
  it.each([
    ['nothing', {}, {}],
    ['no resource', { resources: [], moreResources: 0 }, {}],
    ['a disk', { resources: [DISK] }, { neededBy: 1 }],
    ['a secret', { secrets: ['prod/db'] }, { neededBy: 1 }],
    [
      'resources and secrets',
      { resources: [DISK], moreResources: 3, secrets: ['prod/db', 'prod/mq'] },
      { neededBy: 6 },
    ],
  ])('is needed by %s', (_, key, needed) => {
    expect(quiet(key).data).toEqual({ ...WINDOW, ...needed, pack: '2023-09' })
  })

  it.each([
    [1, { resources: [DISK] }, '1 cloud resource or secret needs the key.', '1 个云资源或凭据'],
    [2, { resources: [DISK], secrets: ['prod/db'] }, '2 cloud resources or secrets need the key.', '2 个云资源或凭据'],
  ])('and that %i need is said to be quiet but needed', (_, key, en, zh) => {
    const texts = quiet(key)
    expect(texts.en.message).toMatch(/^Quiet but needed: /)
    expect(texts.en.message).toContain(en)
    expect(texts.zh.message).toMatch(/^无调用但仍被依赖：/)
    expect(texts.zh.message).toContain(zh)
    for (const { message } of [texts.en, texts.zh])
      for (const moment of Object.values(WINDOW)) expect(message).toContain(moment)
  })

  it('is one in use where something needs it, and the owner is asked where nothing is known to', () => {
    expect(quiet({ resources: [DISK] }).en.action).toContain('as one in use')
    expect(quiet({ resources: [DISK] }).zh.action).toContain('使用中')
    expect(quiet({}).en.action).toContain('Ask the owner')
    expect(quiet({}).zh.action).toContain('负责人')
    expect(quiet({}).zh.message).toMatch(/^从 2026-08-22T01:00:00Z 到 2026-11-20T01:00:00Z /)
  })
})
