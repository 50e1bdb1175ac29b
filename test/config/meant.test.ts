import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHANNEL_DEFINITIONS } from '../../shared/channels/definitions.ts'
import { channelMeant } from '../../shared/config/channel-hint.ts'
import { loadConfig } from '../../shared/config/config.ts'
import { KMS_REGIONS, regionMeant } from '../../shared/config/kms-regions.ts'
import { KNOWN } from '../../shared/config/variables.ts'
import { LANGUAGES } from '../../shared/domain/language.ts'
import { editsBetween, nearest } from '../../shared/domain/nearest.ts'
import { RULE_PACKS } from '../../shared/domain/rules/rule-packs.ts'
import { VERDICTS } from '../../shared/domain/verdict.ts'
import { FIELD_NAMES } from '../../shared/rows/fields.ts'
import { FORMATS } from '../../shared/rows/formats.ts'
import { problemsOf } from '../support/config/problems.ts'

const LISTS: Readonly<Record<string, readonly string[]>> = {
  verdicts: VERDICTS,
  'rule packs': RULE_PACKS,
  languages: LANGUAGES,
  formats: FORMATS,
  columns: FIELD_NAMES,
  variables: KNOWN,
  channels: CHANNEL_DEFINITIONS.map(({ kind }) => kind),
}

/** One slip of the fingers: a letter too many, one missing, another one, or two exchanged. */
const slip = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('more', 'less', 'other', 'exchanged'),
  letter: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
})

function slipped(word: string, { at, kind, letter }: { at: number; kind: string; letter: string }): string {
  const place = at % word.length
  const [before, after] = [word.slice(0, place), word.slice(place)]
  if (kind === 'more') return before + letter + after
  if (kind === 'less') return before + after.slice(1)
  if (kind === 'other') return before + letter + after.slice(1)
  return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)
}

describe.each(Object.entries(LISTS))('of %s', (_name, known) => {
  test.skipIf(known === LANGUAGES)('one with a slip is found, unless it is as near to another', () => {
    fc.assert(
      fc.property(fc.constantFrom(...known.filter(({ length }) => length > 4)), slip, (word, how) => {
        const meant = nearest(slipped(word, how), known)
        if (meant === word) return
        // One that is as far away, such as `keyId` and `key`.
        expect(meant).toBeDefined()
        expect(known).toContain(meant)
        expect(Math.abs((meant ?? '').length - word.length)).toBeLessThan(3)
      }),
    )
  })

  test('one in other letter case, or with what nobody sees, is found', () => {
    for (const word of known.filter(({ length }) => length > 2))
      expect(nearest(` ${word.toUpperCase()}\u200b`, known)?.toLowerCase()).toBe(word.toLowerCase())
  })

  test('a word that has nothing to do with them is none of them', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'qwxzj'), minLength: 1, maxLength: 20 })
    fc.assert(fc.property(letters, (word) => nearest(word, known) === undefined))
    for (const word of ['', ' ', 'fr', 'de', 'banana', 'production', '支付', 'x'.repeat(10_000)])
      expect(nearest(word, known), word).toBeUndefined()
  })
})

test.each([
  ['redy', 'ready'],
  ['Ready', 'ready'],
  ['bloked', 'blocked'],
  ['blokced', 'blocked'],
  ['unkown', 'unknown'],
  ['support', 'support-required'],
  ['action', 'action-required'],
  ['action_required', 'action-required'],
  ['migrate', 'migrated'],
  ['notrequired', 'not-required'],
])('the verdict %s was meant to be %s', (word, meant) => {
  expect(nearest(word, VERDICTS)).toBe(meant)
})

describe('a region', () => {
  test.each([
    ['cn-hangzou', 'cn-hangzhou'],
    ['cn-shangai', 'cn-shanghai'],
    ['cn-hagnzhou', 'cn-hangzhou'],
    ['CN-Hangzhou', 'cn-hangzhou'],
    ['cn_beijing', 'cn-beijing'],
    ['hangzhou', 'cn-hangzhou'],
    ['cn-shanghai-finance', 'cn-shanghai-finance-1'],
    ['us-east', 'us-east-1'],
    ['eu-centrl-1', 'eu-central-1'],
    // These are others, or may be new.
    ['us-west-2', undefined],
    ['ap-southeast-4', undefined],
    ['cn-nanjing', undefined],
    ['na-south-1', undefined],
    ['cn-nowhere', undefined],
    ['mars-1', undefined],
  ])('%s was meant to be %s', (name, meant) => {
    expect(regionMeant(name)).toBe(meant)
  })

  test('with a slip of a letter is found, unless it is as near to another', () => {
    const long = KMS_REGIONS.filter((region) => region.length > 9 && !/\d/.test(region))
    fc.assert(
      fc.property(fc.constantFrom(...long), slip, (region, how) => {
        const name = slipped(region, how)
        if ((KMS_REGIONS as readonly string[]).includes(name)) return
        const meant = regionMeant(name)
        // `cn-huangzhou` is one letter from Hangzhou and one from Guangzhou.
        if (meant !== region) expect(editsBetween(name, meant ?? '')).toBeLessThanOrEqual(editsBetween(name, region))
      }),
    )
  })

  test('is told of CMK_REGIONS where it has no form of one', () => {
    expect(problemsOf({ CMK_REGIONS: 'cn-beijing,hangzhou' })[0]).toMatch(/; did you mean cn-hangzhou\?$/)
    expect(problemsOf({ CMK_REGIONS: 'CN-Hangzhou' })[0]).toMatch(/; did you mean cn-hangzhou\?$/)
    expect(problemsOf({ CMK_REGIONS: 'ALL' })[0]).toMatch(/; did you mean all\?$/)
  })
})

describe('a channel', () => {
  test.each([
    ['dingding', 'dingtalk'],
    ['DingDing', 'dingtalk'],
    ['钉钉', 'dingtalk'],
    ['dingtlk', 'dingtalk'],
    ['feishuu', 'feishu'],
    ['wechat', 'wecom'],
    ['qywx', 'wecom'],
    ['email', 'smtp'],
    ['mailto', 'smtp'],
    ['slak', 'slack'],
    ['http', 'webhook'],
    ['stdout', 'terminal'],
    ['pager', undefined],
    ['sms', undefined],
  ])('%s was meant to be %s', (name, meant) => {
    expect(channelMeant(name)).toBe(meant)
  })

  test.each([
    ['dingding:0123456789abcdef', 'dingtalk:…'],
    ['https://oapi.dingtalk.com/robot/send?access_token=hunter2', 'dingtalk:…'],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/hunter2', 'feishu:…'],
    ['https://open.larksuite.com/open-apis/bot/v2/hook/hunter2', 'lark:…'],
    ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=hunter2', 'wecom:…'],
    ['https://hooks.slack.com/services/hunter2', 'slack:…'],
    ['https://hooks.corp.example/hunter2', 'webhook:…'],
    ['stdout', 'terminal'],
  ])('%s is told what was meant, and nothing of it is repeated', (text, meant) => {
    const [problem] = problemsOf({ CMK_CHANNELS: text })
    expect(problem).toMatch(/^CMK_CHANNELS, item 1: /)
    expect(problem?.endsWith(`; did you mean ${meant}?`)).toBe(true)
    expect(problem).not.toContain('hunter2')
  })
})

describe('a network', () => {
  test.each(['cn-hangzhou', 'vpc/cn-hangzhou', 'vpc:hangzhou', 'VPC:cn-hangzhou'])('%s is a VPC', (text) => {
    expect(problemsOf({ CMK_NETWORK: text })).toEqual([
      `CMK_NETWORK is "${text}"; it takes \`public\`, or \`vpc:<region>\` with the region in whose VPC this program runs, such as vpc:cn-hangzhou; did you mean vpc:cn-hangzhou?`,
    ])
  })

  test.each(['vpc', 'intranet'])('%s may be anywhere', (text) => {
    expect(problemsOf({ CMK_NETWORK: text })[0]).not.toContain('did you mean')
  })
})

describe('a store', () => {
  test.each([
    ['x.db', 'sqlite:x.db'],
    ['data/rows.sqlite', 'sqlite:data/rows.sqlite'],
    ['/var/lib/rows', 'sqlite:/var/lib/rows'],
    ['./rows', 'sqlite:./rows'],
    ['sqllite:x.db', 'sqlite:x.db'],
    ['SQLite:x.db', 'sqlite:x.db'],
    ['sqlite3:x.db', 'sqlite:x.db'],
    ['sqlite://x.db', 'sqlite:x.db'],
    ['file:x.db', 'sqlite:x.db'],
    ['tablestor:audit.cn-hangzhou.ots.aliyuncs.com', 'tablestore:audit.cn-hangzhou.ots.aliyuncs.com'],
    ['https://audit.cn-hangzhou.ots.aliyuncs.com', 'tablestore:https://audit.cn-hangzhou.ots.aliyuncs.com'],
    ['audit.cn-hangzhou.ots.aliyuncs.com', 'tablestore:audit.cn-hangzhou.ots.aliyuncs.com'],
  ])('%s was meant to be %s', (text, meant) => {
    const [problem] = problemsOf({ CMK_STORE: text })
    expect(problem).toContain(`CMK_STORE is "${text}"; it takes `)
    expect(problem?.endsWith(`; did you mean ${meant}?`)).toBe(true)
    expect(problemsOf({ CMK_STORE: meant })).toEqual([])
  })

  test.each(['postgres://host/db', 'mysql:x', 'sqlite:', 'rows'])('%s is not taken for another', (text) => {
    expect(problemsOf({ CMK_STORE: text })[0]).not.toContain('did you mean')
  })

  test('with a password in its address is not repeated', () => {
    expect(problemsOf({ CMK_STORE: 'tablestor://user:hunter2@host.example' })[0]).not.toContain('hunter2')
  })
})

describe('a time zone', () => {
  const zone = (name: string) => loadConfig({ CMK_TIMEZONE: name }, { cwd: '/' }).timezone

  test.each([
    'CST',
    'EST',
    'MST',
    'HST',
    'PST8PDT',
    'CST6CDT',
    'EST5EDT',
    'IST',
    'BST',
    'CET',
    'GMT',
    'GMT0',
    'Zulu',
    'PRC',
    'Hongkong',
    'Singapore',
    'Japan',
    'US/Central',
    'Etc/GMT',
    'Etc/GMT+8',
    'Etc/GMT-8',
    'Etc/GMT-14',
    'GMT+8',
    'UTC+8',
    'UTC+08:00',
    '+08:00',
    '+0800',
    '-05:00',
    '8',
    'Asia',
    'Asia/',
    'Asia/Shanghai/',
    'Shanghai',
    'Asia/Beijing',
    'China Standard Time',
    '北京时间',
    'Mars/Olympus',
    'America/EST',
  ])('%s is refused, and the line says what it takes', (name) => {
    expect(problemsOf({ CMK_TIMEZONE: name })).toEqual([
      expect.stringContaining(`CMK_TIMEZONE is "${name}"; it takes UTC, or the name`),
    ])
    expect(problemsOf({ CMK_TIMEZONE: name })[0]).toContain('Asia/Shanghai')
  })

  test.each([
    ['CST', /; CST is America\/Chicago to a computer, .*; did you mean Asia\/Shanghai\?$/],
    ['Etc/GMT+8', /; Etc\/GMT\+8 is 8 hours behind UTC/],
    ['+08:00', /; an offset is no place; did you mean Asia\/Shanghai\?$/],
    ['Hongkong', /; did you mean Asia\/Hong_Kong\?$/],
    ['Asia/Shangai', /; did you mean Asia\/Shanghai\?$/],
    ['Asia/Beijing', /; did you mean Asia\/Shanghai\?$/],
    ['Berlin', /; did you mean Europe\/Berlin\?$/],
    ['US/Pacific', /; did you mean America\/Los_Angeles\?$/],
    ['GMT', /; did you mean UTC\?$/],
  ])('%s is told why, and what was meant', (name, telling) => {
    expect(problemsOf({ CMK_TIMEZONE: name })[0]).toMatch(telling)
  })

  test.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
    [' Asia/Shanghai ', 'Asia/Shanghai'],
    ['asia/shanghai', 'Asia/Shanghai'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ])('%s is taken as %s', (name, taken) => {
    expect(zone(name)).toBe(taken)
  })

  test('of every place that the engine knows is taken', () => {
    for (const place of Intl.supportedValuesOf('timeZone')) expect(zone(place)).toBe(place)
  })
})
