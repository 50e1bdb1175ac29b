import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DAY, type Instant, iso } from '../shared/domain/time.ts'
import { type ArchiveFormat, archiveObject } from '../simulator/cloud/oss/archive-files.ts'
import { uuidOf } from '../simulator/cloud/world.ts'
import { ciphertextOf, event } from '../simulator/cloud/world-events.ts'

/** What an archive is made of. */
export interface ArchivePlan {
  readonly events: number
  /** Of them, the part that is of KMS. */
  readonly kms: number
  readonly days: number
  /** Files of a day. */
  readonly files: number
  readonly format: ArchiveFormat
  /** The end of the last day. */
  readonly until: Instant
}

export const ARCHIVE_REGION = 'cn-hangzhou'
const KEYS = 20
const APPLICATIONS = 10
const ADDRESSES = 16
const SERVICES = ['Ecs', 'Oss', 'Rds', 'Slb', 'Ram', 'Vpc']
const ID = '@id@'
const TIME = '@time@'
const TAIL = '@tail@'
/** Bytes behind the version id of a ciphertext. */
const DATA = 60

/** Keys of the archive, each with a version. */
export function archiveKeys(): readonly { readonly keyId: string; readonly versionId: string }[] {
  return Array.from({ length: KEYS }, (_, n) => ({
    keyId: uuidOf(`bench key ${n}`),
    versionId: uuidOf(`bench version ${n}`),
  }))
}

/** Writes an archive into a folder; gives the size of its text in bytes. */
export async function writeArchive(folder: string, plan: ArchivePlan): Promise<number> {
  const { kms, others } = templates()
  const total = plan.days * plan.files
  let bytes = 0
  for (let file = 0; file < total; file += 1) {
    const count = Math.floor(((file + 1) * plan.events) / total) - Math.floor((file * plan.events) / total)
    if (count === 0) continue
    const from = plan.until - plan.days * DAY + file * (DAY / plan.files)
    const random = randomBytes(count * (DATA + 20))
    const events: string[] = []
    for (let n = 0; n < count; n += 1) {
      const bits = random.subarray(n * (DATA + 20), (n + 1) * (DATA + 20))
      const isOfKms = bits.readUInt32LE(0) < plan.kms * 2 ** 32
      const list = isOfKms ? kms : others
      const id = bits.toString('hex', 4, 20).toUpperCase()
      const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`
      const at = iso(from + ((n + 1) / (count + 1)) * (DAY / plan.files))
      const [head = '', ...parts] = list[bits.readUInt32LE(8) % list.length] ?? []
      let text = head
      for (const part of parts) {
        const [mark = '', rest = ''] = [part.slice(0, 1), part.slice(1)]
        text += (mark === 'i' ? uuid : mark === 't' ? at : bits.toString('base64', 20)) + rest
      }
      events.push(text)
    }
    const text = Buffer.from(plan.format === 'array' ? `[${events.join(',')}]` : `${events.join('\n')}\n`)
    const { key, body } = archiveObject(text, { region: ARCHIVE_REGION, at: from + DAY / plan.files - 1_000, count })
    await mkdir(join(folder, dirname(key)), { recursive: true })
    await writeFile(join(folder, key), body)
    bytes += text.length
  }
  return bytes
}

/** Events cut where an id (`i`), a time (`t`) or the end of a ciphertext (`c`) is put in: the first letter of each part says which. */
function templates(): { readonly kms: string[][]; readonly others: string[][] } {
  const kms: string[][] = []
  for (const [n, { keyId, versionId }] of archiveKeys().entries()) {
    for (let application = 0; application < APPLICATIONS; application += 1) {
      const userIdentity = {
        ...{ type: 'ram-user', principalId: `20000000000000${1000 + application}`, accountId: '1000000000000001' },
        ...{ accessKeyId: `LTAIapplication${application}`, userName: `app-${application}` },
      }
      const who = { userIdentity, sourceIpAddress: `10.0.0.${(n * APPLICATIONS + application) % ADDRESSES}` }
      const head = ciphertextOf(versionId).slice(0, 48)
      kms.push(
        cut({ ...who, eventName: 'Decrypt', requestParameters: { CiphertextBlob: `${head}${TAIL}`, RequestId: ID } }),
        cut({
          ...who,
          eventName: 'GenerateDataKey',
          requestParameters: { KeyId: keyId, RequestId: ID, NumberOfBytes: 32 },
        }),
      )
    }
  }
  const others = SERVICES.flatMap((serviceName) =>
    Array.from({ length: ADDRESSES }, (_, n) =>
      cut({
        ...{ serviceName, eventName: 'DescribeInstances', eventSource: `${serviceName.toLowerCase()}.aliyuncs.com` },
        ...{
          sourceIpAddress: `10.0.1.${n}`,
          requestParameters: { RegionId: ARCHIVE_REGION, InstanceId: TAIL, RequestId: ID },
        },
      }),
    ),
  )
  return { kms, others }
}

function cut(raw: Record<string, unknown>): string[] {
  const marked = event({
    ...{ eventId: ID, requestId: ID, eventTime: TIME, recipientAccountId: '1000000000000001' },
    ...{ additionalEventData: { isMFAChecked: 'false', callerBid: '26842' }, ...raw },
  })
  const text = JSON.stringify(marked.raw)
  return text.replaceAll(ID, '\0i').replaceAll(TIME, '\0t').replaceAll(TAIL, '\0c').split('\0')
}
