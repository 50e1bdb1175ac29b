import { HOUR, type Instant, iso } from '../../shared/domain/time.ts'
import { type RawEvent, uuidOf, type WorldEvent } from '../cloud/world.ts'
import { ciphertextOf, event } from '../cloud/world-events.ts'
import type { Caller } from './callers.ts'
import { firstAlias, keyIdOf, versionIdOf } from './ids.ts'
import { momentsOf, type Span } from './moments.ts'
import type { Calls, ChangeStory, KeyStory, Naming } from './story.ts'

/** Where and when a call is recorded. */
export interface Setting extends Span {
  readonly accountId: string
  readonly region: string
}

/** What a call needs to know of its key. */
export type CalledKey = Pick<KeyStory, 'name' | 'aliases'>

/** What takes a ciphertext names its key by nothing else. */
const TAKES_CIPHERTEXT: ReadonlySet<string> = new Set(['Decrypt', 'ExportDataKey', 'ReEncrypt'])

/** The events of calls with a key; with none, of calls that do not tell theirs. `series` tells the calls of a story apart. */
export function callEvents(calls: Calls, series: string, story: CalledKey | undefined, setting: Setting): WorldEvent[] {
  const seed = [setting.accountId, setting.region, story?.name ?? 'untold', series, calls.operation].join('/')
  const names = calls.names ?? (TAKES_CIPHERTEXT.has(calls.operation) ? 'ciphertext' : 'id')
  const told = { ...(story ? namedIn(names, story, setting) : NO_KEY_NAMED) }
  const request = {
    ...told.request,
    ...(calls.to === undefined ? {} : { DestinationKeyId: keyIdOf(calls.to) }),
    ...(calls.dryRun ? { DryRun: 'true' } : {}),
    ...payloadOf(calls.operation),
  }
  return momentsOf(calls.when, setting, seed).map((at, number) => {
    const marks = {
      ...(calls.lateHours === undefined ? {} : { visibleAt: iso(at + calls.lateHours * HOUR) }),
      ...(calls.repeat === undefined ? {} : { repeat: calls.repeat }),
    }
    return happened(calls.operation, calls.by, at, `${seed}/${number}`, setting, marks, {
      ...(names === 'json'
        ? { requestParameters: undefined, requestParameterJson: JSON.stringify(request) }
        : { requestParameters: request }),
      ...told.beside,
      ...(calls.errorCode === undefined
        ? {}
        : { errorCode: calls.errorCode, errorMessage: 'synthetic', responseElements: undefined }),
    })
  })
}

/** The event of a management call. */
export function changeEvent({ by, operation, ago, key, parameters }: ChangeStory, setting: Setting): WorldEvent {
  const at = momentsOf({ ago: [ago] }, setting, '')[0] ?? setting.now
  const seed = `${setting.accountId}/${setting.region}/${key}/${operation}/${ago}`
  const requestParameters = { KeyId: keyIdOf(key), ...parameters }
  return happened(operation, by, at, seed, setting, {}, { requestParameters, eventRW: 'Write' })
}

function happened(
  eventName: string,
  by: Caller,
  at: Instant,
  seed: string,
  { accountId, region }: Setting,
  marks: Partial<Omit<WorldEvent, 'raw' | 'synthetic'>>,
  more: RawEvent,
): WorldEvent {
  const raw = {
    eventId: uuidOf(`event ${seed}`),
    eventName,
    eventTime: iso(at),
    acsRegion: region,
    recipientAccountId: accountId,
    userAgent: by.agent,
    userIdentity: { accountId, ...by.identity },
    ...by.place(region),
    ...more,
  }
  return event(raw, marks)
}

interface KeyNaming {
  readonly request: RawEvent
  readonly beside: RawEvent
}

const NO_KEY_NAMED: KeyNaming = { request: {}, beside: {} }

function namedIn(names: Naming, story: CalledKey, { accountId, region }: Setting): KeyNaming {
  const id = keyIdOf(story.name)
  switch (names) {
    case 'id':
    case 'json':
      return { request: { KeyId: id }, beside: {} }
    case 'arn':
      return { request: { KeyId: `acs:kms:${region}:${accountId}:key/${id}` }, beside: {} }
    case 'alias':
      return { request: { KeyId: firstAlias(story) }, beside: {} }
    case 'masked':
      return { request: { KeyId: `${id.slice(0, -4)}****` }, beside: {} }
    case 'ciphertext':
      return { request: { CiphertextBlob: ciphertextOf(versionIdOf(story.name)) }, beside: {} }
    case 'answer':
      return { request: {}, beside: { responseElements: { KeyId: id, KeyVersionId: versionIdOf(story.name) } } }
    case 'resource':
      return { request: {}, beside: { referencedResources: { 'ACS::KMS::Key': [id] } } }
    case 'nothing':
      return NO_KEY_NAMED
  }
}

/** What a caller sends beside the key. An event may carry a plaintext, and nobody may keep it. */
function payloadOf(operation: string): RawEvent {
  if (operation === 'Encrypt') return { Plaintext: SECRET_PLAINTEXT, EncryptionContext: '{"purpose":"***"}' }
  if (operation === 'GenerateDataKey') return { KeySpec: 'AES_256' }
  return {}
}

/** `the recipe of the house sauce`, in base64: it must turn up in no store and in no report. */
export const SECRET_PLAINTEXT = 'dGhlIHJlY2lwZSBvZiB0aGUgaG91c2Ugc2F1Y2U='
