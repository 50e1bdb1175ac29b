import { attributeEvent } from './attribution.ts'
import { ciphertextsOf } from './claims.ts'
import { clientOfUserAgent } from './client.ts'
import { parseEvent } from './event.ts'
import { type CiphertextShape, type EventFields, KEY_PLACES } from './event-shape.ts'
import { fieldsOf, objectsIn, textsIn, wordOf } from './event-values.ts'
import { KeyIndex } from './key-index.ts'
import { matchesMask, parseKeyReference, versionIdOfCiphertext } from './key-reference.ts'
import { normalForm } from './normal-form.ts'
import { isPlaceholder } from './placeholder.ts'
import type { Scope } from './scope.ts'

/** The key that was probed, by all its names. */
export interface ProbedKey extends Scope {
  readonly keyId: string
  readonly aliases: readonly string[]
  readonly versionIds: readonly string[]
}

/** What a call sent, as far as its event is compared with it. */
export interface SentCall {
  readonly dryRun: boolean
  /** Of the request; undefined where it took none. */
  readonly ciphertext?: string | undefined
  /** The whole of the user agent that marks the probe. */
  readonly agentMark: string
  /** The client that the agent is one of. */
  readonly client: string
}

type Raw = Readonly<Record<string, unknown>>

/** What an event as it came holds of the call that it is of. */
export function readEventShape(raw: Raw, sent: SentCall, key: ProbedKey): EventFields {
  const event = parseEvent(raw)
  const names = namesOf(key)
  const request = fieldsOf(raw.requestParameterJson, raw.requestParameters)
  return {
    keyIn: placesOf(raw, (text) => names.has(normalForm(text)) || isCiphertextOf(text, names)),
    maskedIn: placesOf(raw, (text) => isMaskOf(text, [...names])),
    tied: event !== undefined && isTied(attributeEvent(event, contextOf(key)), key),
    ciphertext: sent.ciphertext === undefined ? 'none' : ciphertextShape(ciphertextsOf(request), sent.ciphertext),
    responseElements: objectsIn(raw.responseElements).some((each) => Object.keys(each).length > 0),
    eventRW: readWrite(raw.eventRW),
    vpcId: isFilled(raw.vpcId),
    sourceIpAddress: isFilled(raw.sourceIpAddress),
    userAgent: agentShape(event?.userAgent ?? '', sent),
    dryRunVisible: sent.dryRun ? (event?.dryRun ?? false) : null,
    identity: Object.entries(objectsIn(raw.userIdentity)[0] ?? {})
      .filter(([, value]) => isFilled(value))
      .map(([name]) => fieldName(name))
      .sort(),
  }
}

function contextOf(key: ProbedKey) {
  return { scope: { accountId: key.accountId, region: key.region }, keys: new KeyIndex([key]) }
}

/** True where every end is the key, by its id or one of its aliases. */
function isTied(targets: readonly string[], { keyId, aliases }: ProbedKey): boolean {
  return (
    targets.some((each) => each === keyId || aliases.some((alias) => each === `alias:${alias}`)) &&
    !targets.some(isOpen)
  )
}

function isOpen(target: string): boolean {
  return target.startsWith('?')
}

function namesOf({ accountId, region, keyId, aliases, versionIds }: ProbedKey): ReadonlySet<string> {
  const arn = (name: string) => `acs:kms:${region}:${accountId}:${name}`
  const names = [keyId, arn(`key/${keyId}`), ...versionIds, ...aliases.flatMap((alias) => [alias, arn(alias)])]
  return new Set(names.map(normalForm))
}

function isCiphertextOf(text: string, names: ReadonlySet<string>): boolean {
  const version = versionIdOfCiphertext(text)
  return version !== undefined && names.has(version)
}

function isMaskOf(text: string, names: readonly string[]): boolean {
  const reference = parseKeyReference(text)
  return reference?.kind === 'masked' && names.some((name) => matchesMask(name, reference))
}

/** Fields in which a text is found: of objects, by the names of their members. */
function placesOf(raw: Raw, isFound: (text: string) => boolean): readonly string[] {
  const found = KEY_PLACES.flatMap((place) => {
    const members = objectsIn(raw[place]).flatMap((object) => Object.entries(object))
    const named = members
      .filter(([, value]) => textsIn(value).some(isFound))
      .map(([name]) => `${place}.${fieldName(name)}`)
    if (members.length > 0) return named
    return textsIn(raw[place])
      .flatMap((text) => text.split(/[\s,;]+/))
      .some(isFound)
      ? [place]
      : []
  })
  return [...new Set(found)]
}

/** A name of a field is the vendor's, short and plain; anything else may be a value. */
function fieldName(name: string): string {
  return /^[A-Za-z][\w.:-]{0,63}$/.test(name) ? name : '?'
}

function ciphertextShape(found: readonly string[], sent: string): CiphertextShape {
  const texts = found.filter((text) => !isPlaceholder(text))
  if (texts.length === 0) return 'absent'
  if (texts.includes(sent)) return 'whole'
  const version = versionIdOfCiphertext(sent)
  return texts.some((text) => version !== undefined && versionIdOfCiphertext(text) === version) ? 'cut' : 'lost'
}

function readWrite(value: unknown): EventFields['eventRW'] {
  if (!isFilled(value)) return 'absent'
  const word = normalForm(wordOf(value))
  return word === 'read' ? 'Read' : word === 'write' ? 'Write' : 'other'
}

function agentShape(agent: string, { agentMark, client }: SentCall): EventFields['userAgent'] {
  if (isPlaceholder(agent)) return 'absent'
  const told = clientOfUserAgent(agent)
  if (told !== client && told !== 'unknown') return 'other'
  return told === client && agent.includes(agentMark) ? 'as-sent' : 'cut'
}

function isFilled(value: unknown): boolean {
  return textsIn(value).some((text) => !isPlaceholder(text))
}
