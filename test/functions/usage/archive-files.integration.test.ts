import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ArchiveSource } from '../../../functions/usage/sources/archive/archive-source.ts'
import { FolderArchive } from '../../../functions/usage/sources/archive/folder-archive.ts'
import { TRAIL_PATH } from '../../../functions/usage/sources/archive/layout.ts'
import { openArchive } from '../../../functions/usage/sources/archive/open-archive.ts'
import { TrailFedSource } from '../../../functions/usage/sources/trail/trail-fed-source.ts'
import { coverageOf, covers, gaps } from '../../../shared/domain/coverage.ts'
import { textIn } from '../../../shared/domain/messages/text-in.ts'
import { DAY, HOUR, type Instant, iso, MINUTE, startOfDay } from '../../../shared/domain/time.ts'
import { coveredBy, daysOf, EVENT_DELIVERY_LAG } from '../../../shared/domain/window.ts'
import { type ArchiveObject, archiveFile, archiveObject } from '../../../simulator/cloud/oss/archive-files.ts'
import type { RawEvent } from '../../../simulator/cloud/world.ts'
import { event } from '../../../simulator/cloud/world-events.ts'
import { SCOPE } from '../../support/cloud/open.ts'
import { ArchiveFolder } from '../../support/usage/archive-folder.ts'
import { expectedRows } from '../../support/usage/expected-rows.ts'
import { listedSource } from '../../support/usage/listed-source.ts'
import { CONTEXT, KEY, OTHER_KEY, RegionLab } from '../../support/usage/region-lab.ts'

const NOW = Date.parse('2026-11-23T02:30:00Z')
const AS_OF = NOW - EVENT_DELIVERY_LAG
const WINDOW = { from: startOfDay(AS_OF - 7 * DAY), to: AS_OF }
const OWNER = { region: SCOPE.region }
const NOON = startOfDay(AS_OF - 3 * DAY) + 12 * HOUR

const at = (moment: Instant, raw: RawEvent = {}) =>
  event({ eventTime: iso(moment), requestParameters: { KeyId: KEY }, ...raw }).raw
const other = (moment: Instant) => at(moment, { serviceName: 'Ecs', eventName: 'DescribeInstances' })
/** Other services are called all the time: a file of every day up to a moment, from before the window on. */
const othersUpTo = (to: Instant) =>
  daysOf({ from: WINDOW.from - 3 * DAY, to }).map((day) => archiveFile([other(day.to)], OWNER))

let folder: ArchiveFolder
let lab: RegionLab
beforeEach(async () => {
  folder = new ArchiveFolder()
  lab = await RegionLab.open()
  folder.put(...othersUpTo(NOW))
})
afterEach(async () => {
  folder.remove()
  await lab.close()
})

const read = async () => lab.read(await openArchive(folder.path), { now: NOW, days: 7 })
const english = ({ remaining }: Awaited<ReturnType<typeof read>>) => remaining.reasons.map((each) => textIn(each, 'en'))
const reasonsOf = async () => english(await read())
const rowsOf = (raws: readonly RawEvent[]) =>
  expectedRows(
    raws.map((raw) => ({ raw, synthetic: true })),
    WINDOW,
    CONTEXT,
  )
const noons = () => daysOf(WINDOW).map(({ from }) => from + 12 * HOUR)
const textFile = (text: string | Buffer, moment: Instant, count: number) =>
  archiveObject(Buffer.from(text), { ...OWNER, at: moment, count })
const pathOf = ({ key }: ArchiveObject) => join(folder.path, key)

describe('the text of a file may be', () => {
  const events = [0, 1, 2].map((n) => at(NOON + n * MINUTE))
  const lines = events.map((each) => JSON.stringify(each))
  const bom = '\ufeff'
  it.each<[string, string | Buffer]>([
    ['a list', JSON.stringify(events)],
    ['a list over many lines', JSON.stringify(events, null, 2)],
    ['objects over many lines', events.map((each) => JSON.stringify(each, null, '\t')).join('\n')],
    ['lines', `${lines.join('\n')}\n`],
    ['lines without an end', lines.join('\n')],
    ['lines that end as on Windows, with empty ones', `\r\n${lines.join('\r\n\r\n')}\r\n\r\n`],
    ['lines behind a byte order mark', `${bom}${lines.join('\n')}`],
    ['a list behind a byte order mark', `${bom}\n${JSON.stringify(events)}\n`],
    ['several lists', `[${lines[0]}]\n[${lines[1]} , ${lines[2]}] []`],
  ])('%s', async (_, text) => {
    folder.put(textFile(text, NOON, 3))
    const found = await read()
    expect(found.remaining).toMatchObject({ gaps: [], reasons: [] })
    expect(found.rows).toEqual(rowsOf(events))
  })

  it('in several gzip members, cut anywhere', async () => {
    const text = Buffer.from(`${bom}${lines.join('\n')}\n`)
    const file = textFile(text, NOON, 3)
    const body = Buffer.concat([gzipSync(text.subarray(0, 700)), gzipSync(text.subarray(700))])
    folder.put({ ...file, body })
    expect((await read()).rows).toEqual(rowsOf(events))
  })
})

describe('a file that cannot be used is a gap that names it, and the other days stay:', () => {
  const good = at(NOON)
  const whole = archiveFile([good, at(NOON + MINUTE)], OWNER)
  const file = () => whole
  const faults: [string, RegExp, () => ArchiveObject][] = [
    ['cut', /cut off/, () => ({ ...file(), body: file().body.subarray(0, -30) })],
    ['without its last bytes', /cut off/, () => ({ ...file(), body: file().body.subarray(0, -3) })],
    ['with a changed byte', /damaged/, () => ({ ...file(), body: flipped(file().body) })],
    ['no gzip', /not a gzip/, () => ({ ...file(), body: Buffer.from('<html>no</html>') })],
    ['empty', /cut off|not a gzip/, () => ({ ...file(), body: Buffer.alloc(0) })],
    [
      'another count',
      /another number of events than its name says \(2, 3\)/,
      () => ({ ...file(), key: file().key.replace('_1002_2_', '_1002_3_') }),
    ],
    ['a text', /not a list of JSON objects/, () => textFile('hello', NOON, 1)],
    ['half a list', /cut off/, () => textFile(`[${JSON.stringify(good)},`, NOON, 1)],
    ['a list of numbers', /not a list of JSON objects/, () => textFile('[1, 2]', NOON, 2)],
    [
      'broken JSON',
      /not a list of JSON objects/,
      () => textFile(JSON.stringify(good).replace('"KeyId":', '"KeyId"'), NOON, 1),
    ],
    ['an object that is no event', /not an event/, () => textFile('{"a":1}', NOON, 1)],
    ['another name', /not a file of the archive/, () => ({ ...file(), key: `${dirname(file().key)}/notes.txt` })],
    ['a copy that was not finished', /not a file of the archive/, () => ({ ...file(), key: `${file().key}.temp` })],
    [
      'of another region',
      /not a file of the archive/,
      () => ({ ...file(), key: file().key.replace(/Actiontrail_cn-hangzhou/, 'Actiontrail_cn-beijing') }),
    ],
  ]
  const rest = () =>
    noons()
      .filter((noon) => noon !== NOON)
      .map((noon) => at(noon))

  it.each(faults)('%s', async (_, reason, bad) => {
    const events = rest()
    folder.put(...events.map((each) => archiveFile([each], OWNER)), bad())
    const found = await read()
    expect(english(found)).toEqual([expect.stringMatching(reason)])
    expect(english(found)[0]).toContain(bad().key)
    expect(found.rows.filter(({ day }) => day === iso(NOON).slice(0, 10))).toEqual([])
    const missing = gaps(WINDOW, found.all.covered)
    expect(missing).toHaveLength(1)
    expect(missing[0]?.from).toBeLessThanOrEqual(startOfDay(NOON))
    expect(missing[0]?.to).toBeGreaterThanOrEqual(startOfDay(NOON) + DAY)
    expect(found.all.covered).not.toEqual([])
  })

  it('a link that leads nowhere', async () => {
    const gone = file()
    mkdirSync(dirname(pathOf(gone)), { recursive: true })
    symlinkSync('/nowhere', pathOf(gone))
    expect(await reasonsOf()).toEqual([`${gone.key} is gone (ENOENT)`])
  })

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    folder.put(file())
    chmodSync(pathOf(file()), 0)
    expect(await reasonsOf()).toEqual([`${file().key} cannot be read (EACCES)`])
  })

  it('a file where a folder should be', async () => {
    const day = dirname(file().key)
    mkdirSync(join(folder.path, day), { recursive: true })
    mkdirSync(join(folder.path, day, file().key.split('/').at(-1) ?? ''))
    expect((await read()).remaining).toMatchObject({ gaps: [], reasons: [] })
  })

  it('and reads it when it was mended', async () => {
    folder.put({ ...file(), body: file().body.subarray(0, -30) })
    await read()
    folder.put(file())
    const found = await read()
    expect(found.remaining).toMatchObject({ gaps: [], reasons: [] })
  })
})

describe('what may concern KMS is parsed, however it is written:', () => {
  const plain = at(NOON)
  const text = JSON.stringify(plain)
  it.each<[string, string, number]>([
    ['an escaped name', text.replace('"Kms"', '"\\u004bms"'), 1],
    ['another letter case', text.replace('"Kms"', '"KMS"'), 1],
    ['space around it', text.replace('"serviceName":"Kms"', '"serviceName" :\t" Kms "'), 1],
    ['a prefix', text.replace('"Kms"', '"acs:kms"'), 1],
    ['an escaped key', text.replace('"serviceName"', '"service\\u004eame"'), 1],
    ['full width letters', text.replace('"Kms"', '"Ｋｍｓ"'), 1],
    ['no service', text.replace('"serviceName":"Kms",', ''), 1],
    ['a word for none', text.replace('"Kms"', '"null"'), 1],
    ['a number', text.replace('"Kms"', '7'), 0],
    ['the service last', `${text.replace('"serviceName":"Kms",', '').slice(0, -1)},"serviceName":"Kms"}`, 1],
    ['the service twice', text.replace('"serviceName":"Kms"', '"serviceName":"Ecs","serviceName":"Kms"'), 1],
    [
      'another service among its parameters',
      text.replace('"requestParameters":{', '"requestParameters":{"serviceName":"Ecs",'),
      1,
    ],
    [
      'another service, with the word elsewhere',
      text.replace('"serviceName":"Kms"', '"a":"serviceName\\":\\"Kms","serviceName":"Ecs"'),
      0,
    ],
    [
      'another service, and KMS among its parameters',
      text
        .replace('"serviceName":"Kms"', '"serviceName":"Ecs"')
        .replace('"requestParameters":{', '"requestParameters":{"serviceName":"Kms",'),
      0,
    ],
  ])('%s', async (_, line, calls) => {
    const before = JSON.stringify(other(NOON - MINUTE))
    folder.put(textFile([before, line, before].join('\n'), NOON, 3))
    const found = await read()
    expect(found.remaining).toMatchObject({ gaps: [], reasons: [] })
    expect(found.rows.reduce((sum, row) => sum + row.calls, 0)).toBe(calls)
    expect(found.rows).toEqual(rowsOf([JSON.parse(line) as RawEvent]))
  })
})

it('counts a list of events among the parameters of another service as nothing, in lists and in lines', async () => {
  const nested = {
    eventName: 'LookupEvents',
    serviceName: 'Actiontrail',
    responseElements: { Events: [at(NOON), at(NOON), at(NOON)] },
  }
  const events = [at(NOON, nested), at(NOON, nested), at(NOON + HOUR)]
  folder.put(
    archiveFile(events, OWNER, 'array'),
    archiveFile([at(NOON + 2 * HOUR, nested), at(NOON + 2 * HOUR)], OWNER, 'lines'),
  )
  expect((await read()).rows).toEqual(
    rowsOf([at(NOON + HOUR), at(NOON + 2 * HOUR)]).map((row) => ({ ...row, events: expect.anything() })),
  )
})

describe('the day of an event is its own:', () => {
  it('files of the day after, of the next hours, and of the hour before are read for it', async () => {
    const midnight = startOfDay(NOON)
    const events = [at(midnight - 1_000), at(midnight + 1_000), at(midnight + 23 * HOUR)]
    const [late, early, next] = events
    folder.put(
      archiveFile([late ?? {}, other(midnight + 2 * HOUR)], OWNER),
      { ...archiveObject(Buffer.from(JSON.stringify([early])), { ...OWNER, at: midnight - 10 * MINUTE, count: 1 }) },
      archiveFile([next ?? {}, other(midnight + DAY + 5 * MINUTE)], OWNER),
    )
    const found = await read()
    expect(found.remaining).toMatchObject({ gaps: [], reasons: [] })
    expect(found.rows).toEqual(rowsOf(events))
  })

  it('files that nobody asks for are read for what came late, and a damaged one of them is no gap', async () => {
    const midnight = startOfDay(NOON)
    const [inTime, late] = [at(midnight + 20 * HOUR), at(midnight + 20 * HOUR + 1_000, { eventName: 'ExportDataKey' })]
    const written = midnight + DAY + 14 * HOUR
    folder.put(
      archiveFile([inTime], OWNER),
      textFile(JSON.stringify([late, other(written)]), written, 2),
      textFile('no list', written + HOUR, 1),
    )
    const wanted = { from: midnight, to: midnight + DAY }
    const whole = coverageOf([wanted])
    const source = new ArchiveSource(SCOPE, { archive: new FolderArchive(folder.path), trail: TRAIL_PATH, whole })
    const found = await lab.read({ scope: () => source }, { now: NOW, days: 7 })
    expect(found.rows).toEqual(rowsOf([inTime, late]))
    expect(found.all.covered).toEqual(whole)
  })

  it('a file that was written days before its events makes their day a gap', async () => {
    const event = at(NOON)
    const file = archiveObject(Buffer.from(JSON.stringify([event])), { ...OWNER, at: NOON - 2 * DAY, count: 1 })
    folder.put(file)
    const found = await read()
    expect(english(found)).toEqual([expect.stringContaining(file.key)])
    expect(gaps(WINDOW, found.all.covered)).toEqual([{ from: startOfDay(NOON), to: startOfDay(NOON) + DAY }])
  })

  it('is covered up to where all events were there when the newest came', async () => {
    folder.empty()
    folder.put(...othersUpTo(startOfDay(NOON)), archiveFile([at(NOON)], OWNER))
    expect((await read()).all.covered).toEqual([{ from: WINDOW.from, to: NOON - EVENT_DELIVERY_LAG }])
  })

  it('is not whole in a copy that was made right behind its end', async () => {
    folder.empty()
    const midnight = startOfDay(NOON)
    folder.put(...othersUpTo(midnight + 2 * MINUTE))
    expect((await read()).all.covered).toEqual([{ from: WINDOW.from, to: midnight - 13 * MINUTE }])
  })
})

describe('a day that has no file is not covered, and the days beside it are, but for what would be in its files:', () => {
  const midnight = startOfDay(NOON)
  const events = noons().map((noon) => at(noon))
  const missing = [{ from: midnight - EVENT_DELIVERY_LAG, to: midnight + DAY + EVENT_DELIVERY_LAG }]
  const fileOf = (raw: RawEvent) => archiveFile([raw], OWNER)
  const folderOfDay = () => dirname(pathOf(fileOf(at(NOON))))
  const early = () => archiveObject(Buffer.from('[]'), { ...OWNER, at: midnight + DAY + MINUTE, count: 0 })
  beforeEach(() => {
    folder.put(...events.map(fileOf))
    rmSync(folderOfDay(), { recursive: true })
  })

  it.each<[string, () => void]>([
    ['no folder', () => {}],
    ['an empty folder', () => mkdirSync(folderOfDay())],
    ['a folder of nothing but what a file manager left', () => putInFolder('.DS_Store')],
    ['a folder of a file of the next day', () => putInFolder(basename(early().key), early().body)],
  ])('%s', async (_, leave) => {
    leave()
    const found = await read()
    expect(gaps(WINDOW, found.all.covered)).toEqual(missing)
    expect(found.rows).toEqual(rowsOf(events.filter(({ eventTime }) => eventTime !== iso(NOON))))
  })

  it('is looked up', async () => {
    const archive = await openArchive(folder.path)
    const lookups = listedSource({
      eventsOf: () => events.map((raw) => ({ raw, synthetic: true })),
      fault: undefined,
    }).scope(SCOPE)
    const scope = () =>
      new TrailFedSource({ find: async () => ({ source: archive.scope(SCOPE), problems: [] }), lookups })
    const found = await lab.read({ scope }, { now: NOW, days: 7 })
    expect(found.rows).toEqual(rowsOf(events))
    expect(found.remaining).toMatchObject({ gaps: [], reasons: [] })
    expect(covers(coveredBy(found.all).listed ?? [], { from: midnight, to: midnight + DAY })).toBe(true)
    expect(coveredBy(found.all).dir?.[0]).toEqual({ from: WINDOW.from, to: midnight - DAY })
  })

  function putInFolder(name: string, body: Uint8Array = Buffer.alloc(0)): void {
    mkdirSync(folderOfDay())
    writeFileSync(join(folderOfDay(), name), body)
  }
})

describe('the layout', () => {
  const events = noons().map((noon) => at(noon))
  it.each([
    ['the folder above', ''],
    ['AliyunLogs itself', 'AliyunLogs'],
    ['Actiontrail itself', 'AliyunLogs/Actiontrail'],
  ])('may begin at %s', async (_, path) => {
    folder.put(...events.map((each) => archiveFile([each], OWNER)))
    const source = await openArchive(join(folder.path, path))
    expect((await lab.read(source, { now: NOW, days: 7 })).rows).toEqual(rowsOf(events))
  })

  it("of an organization's trail has the accounts apart", async () => {
    folder.empty()
    const owner = { ...OWNER, organization: { directory: 'rd-a1b2c3', account: SCOPE.accountId } }
    const stranger = { ...OWNER, organization: { directory: 'rd-a1b2c3', account: '1000000000000009' } }
    const files = [other(WINDOW.from - DAY), ...events, other(NOW)]
    folder.put(
      ...files.map((each) => archiveFile([each], owner)),
      archiveFile([at(NOON, { eventName: 'ReEncrypt' })], stranger),
    )
    const found = await read()
    expect(found.remaining).toMatchObject({ gaps: [], reasons: [] })
    expect(found.rows).toEqual(rowsOf(events))
  })

  it("of an organization's trail may begin at Actiontrail itself", async () => {
    folder.empty()
    const owner = { ...OWNER, organization: { directory: 'rd-a1b2c3', account: SCOPE.accountId } }
    folder.put(...[...events, other(NOW)].map((each) => archiveFile([each], owner)))
    const source = await openArchive(join(folder.path, TRAIL_PATH))
    expect((await lab.read(source, { now: NOW, days: 7 })).rows).toEqual(rowsOf(events))
  })

  it('counts what two trails deliver once', async () => {
    const owner = { ...OWNER, organization: { directory: 'rd-a1b2c3', account: SCOPE.accountId } }
    folder.put(...events.flatMap((each) => [archiveFile([each], OWNER), archiveFile([each], owner, 'lines')]))
    expect((await read()).rows).toEqual(rowsOf(events))
  })

  it('without the region says so', async () => {
    folder.empty()
    folder.put(archiveFile([other(NOW)], { region: 'cn-beijing' }))
    expect(await reasonsOf()).toEqual(['the archive has no files of cn-hangzhou'])
  })

  it.each([
    ['nowhere', 'there is no such folder'],
    ['', 'it is empty'],
    ['other', 'there is no AliyunLogs/Actiontrail in it'],
  ])('refuses a folder that is no archive: "%s"', async (path, why) => {
    folder.empty()
    if (path === 'other') mkdirSync(join(folder.path, 'other', 'folder'), { recursive: true })
    await expect(openArchive(join(folder.path, path))).rejects.toThrow(
      `dir:${join(folder.path, path)} is not the archive of a trail: ${why}. It takes the folder that holds AliyunLogs/Actiontrail: `,
    )
  })

  it.each([
    ['that merely look like regions', ['ha-sim/src', 'node-compile-cache/v20', 'systemd-private-1f']],
    ['that merely look like directories of organizations', ['rd-a1b2c3/notes', 'rd-a1b2c3/1000000000000001/x-1']],
  ])('refuses a folder of folders %s', async (_, paths) => {
    folder.empty()
    for (const path of paths) mkdirSync(join(folder.path, path), { recursive: true })
    await expect(openArchive(folder.path)).rejects.toThrow('there is no AliyunLogs/Actiontrail in it')
  })

  it('refuses a file', async () => {
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    await expect(openArchive(file)).rejects.toThrow(
      /^CMK_SOURCE: dir:\S+ is not the archive of a trail: it is a file\. /,
    )
  })
})

it('counts events of the same bytes as those that are parsed one by one', async () => {
  const parameters = (n: number) => ({
    ...{ KeyId: n % 2 === 0 ? KEY : OTHER_KEY, RequestId: `0A1B2C3D-${1000 + n}` },
    CiphertextBlob: Buffer.from(`2ab1a983-7072-4bbc-a582-584b5bd8a1b2${'x'.repeat(12)}${n}${n * n}`).toString('base64'),
  })
  const events = Array.from({ length: 400 }, (_, n) =>
    at(NOON + Math.floor(n / 3) * MINUTE, {
      userIdentity: { type: 'ram-user', userName: `app-${n % 7}` },
      requestParameters: parameters(n),
      responseElements: { RequestId: `${n}`, Plaintext: 'c2VjcmV0' },
    }),
  )
  folder.put(archiveFile(events, OWNER, 'lines'), archiveFile(events.slice(100, 200), OWNER, 'array'))
  expect((await read()).rows).toEqual(rowsOf(events))
})

function flipped(body: Buffer): Buffer {
  const changed = Buffer.from(body)
  const middle = Math.floor(changed.length / 2)
  changed[middle] = (changed[middle] ?? 0) ^ 0x55
  return changed
}
