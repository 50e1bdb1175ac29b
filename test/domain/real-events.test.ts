import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { attributeEvent } from '../../shared/domain/attribution.ts'
import { parseEvent } from '../../shared/domain/event.ts'
import { identifyCaller } from '../../shared/domain/identify-caller.ts'
import { KeyIndex } from '../../shared/domain/key-index.ts'
import { isCryptographic } from '../../shared/domain/operations.ts'

function real(name: string) {
  const event = parseEvent(
    JSON.parse(readFileSync(new URL(`../fixtures/events/${name}.json`, import.meta.url), 'utf8')),
  )
  if (!event) throw new Error(`${name} must be readable`)
  return event
}

describe('a real event of ActionTrail', () => {
  it.each([
    ['kms-DescribeKey-root-console', 'console', 'root', 'console', 'internal'],
    ['ecs-DeleteDisk-system', 'cloud-service', 'service/ecs.aliyuncs.com', 'cloud-service', 'cloud-service'],
    ['ram-CreateGroup-ramuser-aliyuncli', 'application', 'user/Alice', 'cli', 'public'],
    [
      'ecs-CreateNetworkInterface-service-assumed-role',
      'unlisted-service-role',
      'role/aliyunstreamdefaultrole',
      'unknown',
      'unknown',
    ],
    ['oss-PutBucket-root-console-internal', 'application', 'root', 'unknown', 'internal'],
  ])('%s is told by who made it', (name, kind, principal, client, network) => {
    expect(identifyCaller(real(name))).toMatchObject({ kind, principal, client, network })
  })

  it('names its key by what the masking left, and is no use of it', () => {
    const event = real('kms-DescribeKey-root-console')
    const keys = new KeyIndex([{ keyId: '3a6a031d-87ad-4a84-9c17-aa22e0b01234', versionIds: [] }])
    const scope = { accountId: '5068993678830000', region: 'cn-hangzhou' }
    expect(attributeEvent(event, { scope, keys })).toEqual(['3a6a031d-87ad-4a84-9c17-aa22e0b01234'])
    expect(isCryptographic(event.name)).toBe(false)
  })
})
