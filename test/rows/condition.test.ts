import { describe, expect, it } from 'vitest'
import { readCondition, splitConditions } from '../../shared/rows/condition.ts'
import { FIELD_NAMES, FIELDS } from '../../shared/rows/fields.ts'
import { sorted } from '../../shared/rows/sort.ts'
import { blockedRow, row, unknownRow } from '../support/rows.ts'

const tagged = row({
  keyId: 'key-tagged',
  aliases: ['alias/one', 'alias/two, or three'],
  tags: [
    { key: 'team', value: 'Payments' },
    { key: 'cost', value: 'a=b' },
  ],
  facts: { ...row().facts, versions: 3, kmsInstanceId: 'kst-1' },
})
const ROWS = [row(), blockedRow(), unknownRow(), tagged]

function picked(condition: string): string[] {
  const read = readCondition(condition)
  if ('problem' in read) throw new Error(read.problem)
  return ROWS.filter(read.condition.holds).map(({ keyId }) => keyId)
}

const [READY, BLOCKED, UNKNOWN, TAGGED] = [row().keyId, blockedRow().keyId, unknownRow().keyId, tagged.keyId]

describe('a condition', () => {
  it.each([
    ['verdict=blocked', [BLOCKED]],
    ['verdict=BLOCKED', [BLOCKED]],
    ['verdict!=ready', [BLOCKED, UNKNOWN]],
    ['verdict~BLOCK', [BLOCKED]],
    ['verdict~bloked', []],
    ['verdict=', []],
    ['staleVerdict!=ready', [READY, BLOCKED, UNKNOWN, TAGGED]],
    ['decidedBy=stale', []],
    ['aliases=alias/~', []],
    [' keyId ~ TAGGED ', [TAGGED]],
    ['aliases=alias/one', [TAGGED]],
    ['aliases=alias/on', []],
    ['aliases=alias/two, or three', [TAGGED]],
    ['aliases~pay', [BLOCKED]],
    ['aliases!=alias/app', [BLOCKED, TAGGED]],
    ['tags=team=payments', [TAGGED]],
    ['tags=cost=a=b', [TAGGED]],
    ['tags~=payments', [TAGGED]],
    ['owner=payments', [TAGGED]],
    ['owner=PAYMENTS ', [TAGGED]],
    ['owner=pay', []],
    ['owner~pay', [TAGGED]],
    ['owner!=payments', [READY, BLOCKED, UNKNOWN]],
    ['owner=', [READY, BLOCKED, UNKNOWN]],
    ['owner!=', [TAGGED]],
    ['tags=', [READY, BLOCKED, UNKNOWN]],
    ['tags!=', [TAGGED]],
    ['decidedBy=blocked-operation', [BLOCKED]],
    ['callers~role/app-pay', [BLOCKED]],
    ['byOperation~reencrypt', [BLOCKED]],
    ['events=EVENT-2', [BLOCKED]],
    ['calls>39', [BLOCKED]],
    ['calls>=40', [BLOCKED]],
    ['calls>40', []],
    ['calls<40', [READY, UNKNOWN, TAGGED]],
    ['calls=0', [READY, UNKNOWN, TAGGED]],
    ['versions>1', [TAGGED]],
    ['versions<2', [READY, BLOCKED]],
    ['versions=', [UNKNOWN]],
    ['versions!=1', [UNKNOWN, TAGGED]],
    ['lastUsedAt=', [READY, UNKNOWN, TAGGED]],
    ['lastUsedAt!=', [BLOCKED]],
    ['lastUsedAt=2026-11-21', [BLOCKED]],
    ['lastUsedAt>=2026-11-21', [BLOCKED]],
    ['lastUsedAt>2026-11-21', []],
    ['lastUsedAt<=2026-11-21', [BLOCKED]],
    ['lastUsedAt<2026-11-21', []],
    ['lastUsedAt=2026-11-21T08:15:00Z', [BLOCKED]],
    ['lastUsedAt>2026-11-21T08:14', [BLOCKED]],
    ['lastUsedAt=2026-11', [BLOCKED]],
    ['lastUsedAt>2024-02-29', [BLOCKED]],
    ['observedComplete=false', [UNKNOWN]],
    ['observedComplete!=true', [UNKNOWN]],
    ['kmsInstanceId!=', [TAGGED]],
    ['unread~NoPermission', [UNKNOWN]],
  ])('%s picks %j', (condition, expected) => {
    expect(picked(condition)).toEqual(expected)
  })

  it('may ask for every field', () => {
    for (const { name } of FIELDS) expect(readCondition(`${name}=`)).toHaveProperty('condition')
  })

  it.each([
    ['', /^"" is not a condition; it takes a field, one of .* such as calls>100/],
    ['verdict', /is not a condition/],
    ['=ready', /is not a condition/],
    ['a b=c', /is not a condition/],
    ['aliase=x', /^There is no field "aliase"; did you mean aliases\?$/],
    ['Verdict=x', /did you mean verdict\?/],
    ['something-else~x', /is not a condition/],
    ['somethingElseAltogether~x', /the fields are accountId, /],
    ['__proto__=x', /no field/],
    ['verdict>ready', /^The field verdict takes = != ~, not >\.$/],
    ['calls~4', /^The field calls takes = != < <= > >=, not ~\.$/],
    ['calls>many', /compared with a number, not with "many"/],
    ['calls>', /compared with a number, not with ""/],
    ['aliases~', /compared with a text, not with ""/],
    ['lastUsedAt<yesterday', /a UTC time such as 2026-11-23/],
    ['lastUsedAt=2026-99-99', /a UTC time such as 2026-11-23/],
    ['lastUsedAt<2026-02-30', /not with "2026-02-30"/],
    ['lastUsedAt<2026-13', /not with "2026-13"/],
    ['lastUsedAt>2026-11-23T24:00', /not with "2026-11-23T24:00"/],
    ['observedComplete=yes', /true or false/],
    ['verdict==ready', /^"verdict==ready" has one = too many; write verdict=ready\.$/],
    ['verdict !== ready', /^"verdict !== ready" has one = too many; write verdict!=ready\.$/],
    ['tags==', /write tags=\.$/],
    ['calls==4', /write calls=4\.$/],
    [
      'verdict=bloked',
      /^The field verdict is compared with one of blocked, support-required, .*, migrated, not with "bloked"\.$/,
    ],
    ['verdict=ready,blocked', /one of blocked, .*, not with "ready,blocked"/],
    ['verdict!=bloked', /one of blocked, /],
    ['staleVerdict=bloked', /one of blocked, /],
    ['rules=2023', /one of 2023-09, 2024-11, not with "2023"/],
    ['decidedBy=blocked-operaton', /one of service-key, .*, stale, not with "blocked-operaton"/],
    ['verdict=~ready', /^"verdict=~ready" has one = too many; write verdict~ready\.$/],
    ['aliases =~ pay', /^"aliases =~ pay" has one = too many; write aliases~pay\.$/],
    ['aliases~=pay', /^"aliases~=pay" has one = too many; write aliases~pay\.$/],
    ['calls=~4', /compared with a number, not with "~4"/],
    ['calls~=4', /^The field calls takes = != < <= > >=, not ~\.$/],
    ['calls>==4', /compared with a number, not with "=4"/],
    [`calls>${'x'.repeat(500)}`, /"x{80}…"/],
    [`${'x'.repeat(500)}=1`, /"x{80}…"/],
  ])('%s is none, and says what it takes', (text, problem) => {
    expect(readCondition(text)).toEqual({ problem: expect.stringMatching(problem) })
  })
})

it('a comma ends a condition where another follows, and nowhere else', () => {
  expect(splitConditions('aliases~a,b,calls>1, verdict = ready,x=1,tags=k=v')).toEqual([
    'aliases~a,b',
    'calls>1',
    ' verdict = ready,x=1',
    'tags=k=v',
  ])
})

describe('sorting', () => {
  async function order(name: string, descending: boolean): Promise<string[]> {
    const field = FIELDS.find((each) => each.name === name)
    if (!field) throw new Error(`no field ${name}`)
    async function* source() {
      yield* ROWS
    }
    return (await sorted(source(), field, descending)).map(({ keyId }) => keyId)
  }

  it('is by size, by character, and puts what has no value last', async () => {
    expect(await order('versions', false)).toEqual([READY, BLOCKED, TAGGED, UNKNOWN])
    expect(await order('versions', true)).toEqual([TAGGED, READY, BLOCKED, UNKNOWN])
    expect(await order('verdict', false)).toEqual([BLOCKED, READY, TAGGED, UNKNOWN])
    expect((await order('tags', true))[0]).toBe(TAGGED)
  })

  it('knows every field', async () => {
    for (const name of FIELD_NAMES) expect(await order(name, false)).toHaveLength(ROWS.length)
  })
})
