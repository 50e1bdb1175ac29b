import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compiledEventCode, EVENT_CODE, EVENT_CODE_TEXT } from '../../../deploy/event-code.ts'
import { ArchiveError } from '../../../functions/usage/sources/archive/archive.ts'
import { ShapeNumbers } from '../../../functions/usage/sources/archive/event-batch.ts'
import { EVENTS } from '../../../functions/usage/sources/archive/event-memory.ts'
import { EventReader } from '../../../functions/usage/sources/archive/event-reader.ts'
import { JsonEvents } from '../../../functions/usage/sources/archive/json-events.ts'
import { saidBy } from '../../../functions/usage/sources/archive/said.ts'
import { parseEvent, type TrailEvent } from '../../../shared/domain/event.ts'
import { iso } from '../../../shared/domain/time.ts'

const root = join(import.meta.dirname, '../../..')
const BEGIN = Date.parse('2026-11-20T00:00:00Z')

/** What a text of events comes to. */
interface Found {
  readonly events: number
  /** What each call says, its id and its moment. */
  readonly calls: readonly string[]
}

// One for all texts, as in an archive: what one of them said is known in the next.
const reader = new EventReader()
const json = new JsonEvents(reader)
const numbers = new ShapeNumbers()

/** By the reader of archives, which gets the text in pieces of some size. */
function read(text: string, size: number): Found {
  reader.reset()
  json.reset()
  const calls: string[] = []
  const take = () => {
    const batch = reader.take()
    const shapes = numbers.of(batch)
    const ids = Buffer.from(batch.ids)
    for (let n = 0; n < batch.count; n += 1) {
      const id = ids.toString('utf8', n === 0 ? 0 : batch.idEnd[n - 1], batch.idEnd[n])
      calls.push(JSON.stringify([shapes[batch.shape[n] ?? 0]?.said, id, batch.at[n]]))
    }
    for (const event of batch.whole) calls.push(callOf(event))
  }
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) {
    json.append(bytes.subarray(at, at + size))
    while (json.read()) take()
  }
  json.end()
  take()
  return { events: reader.events, calls: calls.sort() }
}

function callOf(event: TrailEvent): string {
  return JSON.stringify([saidBy(event), event.id, event.at])
}

/** By a parser of JSON alone. */
function parsed(texts: readonly string[]): Found {
  const events = texts.map((text) => parseEvent(JSON.parse(text)))
  const ofKms = events.filter((event) => event !== undefined).filter(({ service }) => ['', 'Kms'].includes(service))
  return { events: texts.length, calls: ofKms.map(callOf).sort() }
}

const quoted = (text: fc.Arbitrary<string>) => text.map((each) => JSON.stringify(each))
/** Texts of what might be taken for the structure of an event. */
const tricky = quoted(
  fc.oneof(
    fc.stringMatching(/^[{}[\]":,\\ua-c ]{0,40}$/),
    fc.constantFrom(
      '"serviceName":"Ecs"',
      '","serviceName":"Kms"',
      '\\',
      '\\\\"',
      '{"eventId":"x"}',
      'ü\u2028',
      '}\n{',
    ),
    fc.string({ maxLength: 20 }),
  ),
)
const nested = fc.constantFrom(
  '{}',
  '[]',
  '[[{"serviceName":"Ecs"}],"}"]',
  '{"serviceName":"Ecs","eventTime":"2020-01-01T00:00:00Z"}',
  '{ "KeyId" : "k\\"}" , "list" : [ 1 , {"a":"]"} ] }',
)
const service = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('"Kms"', '"Ecs"', '"Oss"') },
  fc.constantFrom(
    '"KMS"',
    '"\\u004bms"',
    '" kms "',
    '"acs:kms"',
    '"E\\"cs"',
    '"Ecs\\\\"',
    '"null"',
    '""',
    '"-"',
    'null',
    '7',
  ),
)
const serviceKey = fc.oneof(
  { weight: 6, arbitrary: fc.constant('"serviceName"') },
  fc.constantFrom('"service\\u004eame"', '"serviceName" ', '"\\"serviceName"', '"XserviceName"', '"\\\\serviceName"'),
)
/** An event as a text, with `@id@` and `@time@` in it. */
const template = fc
  .record({
    name: fc.constantFrom('Decrypt', 'GenerateDataKey', 'ReEncrypt', 'ListKeys'),
    services: fc.array(fc.tuple(serviceKey, service), { minLength: 0, maxLength: 2 }),
    fields: fc.array(
      fc.tuple(quoted(fc.constantFrom('a', 'eventTimeX', 'userAgent', 'requestParameters')), fc.oneof(tricky, nested)),
      {
        maxLength: 4,
      },
    ),
    parameters: fc.option(tricky),
    space: fc.constantFrom('', '', '', ' ', '\n\t'),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ name, services, fields, parameters, space, order }) => {
    const all = [
      ['"eventId"', '"@id@"'],
      ['"requestId"', '"@id@"'],
      ['"eventTime"', '"@time@"'],
      ['"eventName"', JSON.stringify(name)],
      ...(parameters ? [['"requestParameters"', `{"KeyId":${parameters},"RequestId":"@id@"}`]] : []),
      ...services,
      ...fields,
    ].map(([key, value]) => ({ text: `${key}:${space}${value}`, place: order.next().value ?? 0 }))
    return `{${all
      .sort((a, b) => a.place - b.place)
      .map(({ text }) => text)
      .join(`,${space}`)}}`
  })
const texts = fc
  .tuple(fc.array(template, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(), { minLength: 1, maxLength: 30 }))
  .map(([templates, picks]) =>
    picks.map((pick, n) => {
      const id = `0A1B2C3D-0000-4000-8000-${String(pick % 1_000).padStart(12, '0')}`
      const at = iso(BEGIN + (pick % 7) * 1_000 + n)
      return (templates[pick % templates.length] ?? '').replaceAll('@id@', id).replaceAll('@time@', at)
    }),
  )
const size = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(100_000))

describe('a reader of archives finds what a parser of JSON finds,', () => {
  it.each<[string, (events: readonly string[]) => string]>([
    ['in lines', (events) => `${events.map((event) => event.replaceAll('\n', ' ')).join('\n')}\n`],
    ['in a list', (events) => `[${events.join(',')}]`],
    ['one behind the other', (events) => events.join('')],
  ])('%s, however events are written', (_, written) => {
    fc.assert(
      fc.property(texts, size, (events, pieces) => {
        expect(read(written(events), pieces)).toEqual(parsed(events))
      }),
      { numRuns: 300 },
    )
  })

  it('or says that something is wrong, where bytes were changed, or there are fewer events than there should be', () => {
    const change = fc.record({ place: fc.nat(), byte: fc.constantFrom(...'"\\{}[]:,\n\0 aK', '') })
    fc.assert(
      fc.property(texts, fc.array(change, { minLength: 1, maxLength: 3 }), (events, changes) => {
        const lines = events.map((event) => event.replaceAll('\n', ' '))
        for (const { place, byte } of changes) {
          const n = place % lines.length
          const line = lines[n] ?? ''
          const at = Math.floor(place / lines.length) % line.length
          lines[n] = line.slice(0, at) + byte + line.slice(at + 1)
        }
        const good = lines.filter((line) => isJson(line) && parseEvent(JSON.parse(line)) !== undefined)
        const found = tried(() => read(lines.join('\n'), 64))
        if (found === undefined || found.events !== lines.length) return
        expect(found.calls).toEqual(expect.arrayContaining([...parsed(good).calls]))
      }),
      { numRuns: 500 },
    )
  })
})

describe('an event whose bytes were seen', () => {
  const text = (n: number, day = '20') =>
    `{"eventId":"0A1B2C3D-0000-4000-8000-00000000000${n}","eventTime":"2026-11-${day}T10:00:0${n}Z","eventName":"Encrypt",` +
    `"serviceName":"Kms","requestParameters":{"KeyId":"known","Plaintext":"QUJDR${n}=="}}`
  const identities = (texts: readonly string[], separate: (texts: readonly string[]) => string) => {
    const fresh = new EventReader()
    const events = new JsonEvents(fresh)
    events.append(Buffer.from(separate(texts)))
    while (events.read());
    events.end()
    const { high, low, count } = fresh.take()
    return { known: fresh.memory.get(EVENTS), found: Array.from({ length: count }, (_, n) => [high[n], low[n]]) }
  }
  const lines = (texts: readonly string[]) => `${texts.join('\n')}\n`
  const list = (texts: readonly string[]) => `[${texts.join(',')}]`

  it.each([
    ['lines', lines, 3],
    // Behind the last one of a list no other begins.
    ['a list', list, 2],
  ])('is not parsed, in %s, and is the same event to whoever parses it', (_, separate, known) => {
    const all = [1, 2, 3, 4].map((n) => text(n))
    const together = identities(all, separate)
    expect(together.known).toBe(known)
    expect(together.found).toEqual(all.flatMap((each) => identities([each], separate).found))
    expect(new Set(together.found.map(String)).size).toBe(4)
  })

  it('is known on any day', () => {
    const { known, found } = identities([text(1), text(2, '21'), text(3), text(4, '21'), text(5, '21')], lines)
    expect([known, found.length]).toEqual([4, 5])
  })

  it.each([
    ['another key', (one: string) => one.replace('known', 'knowm')],
    ['what ends a text in a value that counts for nothing', (one: string) => one.replace('QUJDR2==', 'QUJ",":"')],
    ['a day that there is not', (one: string) => one.replace('2026-11-20', '2026-11-31')],
    ['an hour that there is not', (one: string) => one.replace('T10', 'T24')],
    [
      'zeros for an id',
      (one: string) => one.replace(/"eventId":"[^"]*"/, `"eventId":"${'00000000-0000-0000-0000-000000000000'}"`),
    ],
  ])('is another one with %s', (_, change) => {
    const changed = change(text(2))
    expect(changed).toHaveLength(text(2).length)
    expect(tried(() => identities([text(1), changed], lines))?.known ?? 0).toBe(0)
  })
})

it('an event with an id that is longer than any is looked at on its own', () => {
  const long = `{"eventId":"${'a'.repeat(300)}","eventTime":"2026-11-20T10:00:00Z","eventName":"Encrypt","serviceName":"Kms"}`
  expect(read(`${long}\n${long}\n`, 100_000)).toEqual(parsed([long, long]))
})

it('looks at events with the code that its text is compiled into', async () => {
  const text = readFileSync(join(root, EVENT_CODE_TEXT), 'utf8')
  expect(readFileSync(join(root, EVENT_CODE), 'utf8')).toBe(await compiledEventCode(text))
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Undefined: it says that the text is wrong. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof ArchiveError) return undefined
    throw error
  }
}
