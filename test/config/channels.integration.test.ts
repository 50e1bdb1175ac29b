import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../shared/config/config.ts'
import { folder, problemsOf } from '../support/config/problems.ts'

const TOKEN = 'synthetic0token0'
const ROBOT = `https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`
const channels = (text: string, env: Record<string, string> = {}, cwd = '/srv') =>
  loadConfig({ CMK_CHANNELS: text, ...env }, { cwd }).channels

describe('a channel', () => {
  test('of DingTalk is a token, or the address as people copy it', () => {
    const channel = { kind: 'dingtalk', name: 'dingtalk', language: 'en', address: ROBOT, options: {} }
    expect(channels(`dingtalk:${TOKEN}`)).toEqual([channel])
    expect(channels(`dingtalk:${ROBOT}`)).toEqual([channel])
    expect(channels(`dingtalk:${ROBOT}&timestamp=1700000000000&sign=abc`)).toEqual([channel])
  })

  test('of a webhook is its address, query and all', () => {
    const address = 'https://hooks.example/path?x=1&list=a%2Cb'
    expect(channels(`webhook:${address}`)).toEqual([
      { kind: 'webhook', name: 'webhook', language: 'en', address, options: {} },
    ])
  })

  test.each([
    ['feishu:00000000-hook', 'https://open.feishu.cn/open-apis/bot/v2/hook/00000000-hook'],
    ['lark:00000000-hook', 'https://open.larksuite.com/open-apis/bot/v2/hook/00000000-hook'],
    ['lark:https://open.larksuite.com/open-apis/bot/v2/hook/00000000-hook'],
    ['wecom:00000000-key', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-key'],
    ['wecom:https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-key'],
    ['slack:https://hooks.slack.com/services/T0/B0/x0'],
    ['save:out/digest-{day}.md', '/srv/out/digest-{day}.md'],
    ['save:/var/a%2Cb%23c.html', '/var/a,b#c.html'],
  ])('of a vendor is what people copy, or its secret part: %s', (text, address?: string) => {
    const [kind = '', ...rest] = text.split(':')
    expect(channels(text)).toMatchObject([{ kind, name: kind, address: address ?? rest.join(':') }])
  })

  test('of mail is a server, and who writes to whom', () => {
    const options = 'from=bot@a.example&to=x@a.example%2Cy@b.example&password=env:SMTP_PASSWORD'
    expect(channels(`smtp://bot%40a.example@mail.a.example:587#${options}`, { SMTP_PASSWORD: 'pass#word' })).toEqual([
      {
        kind: 'smtp',
        name: 'smtp',
        language: 'en',
        address: 'smtp://bot%40a.example@mail.a.example:587',
        options: { from: 'bot@a.example', to: 'x@a.example,y@b.example', password: 'pass#word' },
      },
    ])
    expect(channels('smtp:smtp://[::1]#from=a@b.example&to=c@b.example')).toMatchObject([{ address: 'smtp://[::1]' }])
  })

  test('has a link to the dashboard that ends no link too early', () => {
    expect(channels(`dingtalk:${TOKEN}#link=https://cmk.example/a%20(b)%3Fx=<y>`)).toMatchObject([
      { link: 'https://cmk.example/a%20%28b%29?x=%3Cy%3E', options: {} },
    ])
  })

  test('has options, whose values are percent-encoded', () => {
    expect(channels(`dingtalk:${TOKEN}#secret=a%2Cb+%26c%3D&lang=zh&name=team-1`)).toMatchObject([
      { name: 'team-1', language: 'zh', options: { secret: 'a,b+&c=' } },
    ])
  })

  test('may be told to be sent to every day', () => {
    const whens = channels(`dingtalk:${TOKEN}#when=always,webhook:https://a.example/#when=changes`).map(
      ({ when }) => when,
    )
    expect(whens).toEqual(['always', 'changes'])
  })

  test('stands beside others, the terminal among them, which needs no sending', () => {
    expect(channels(`terminal, dingtalk:${TOKEN}#name=a ,dingtalk:${TOKEN}#name=b,`)).toMatchObject([
      { name: 'a' },
      { name: 'b' },
    ])
    expect(channels('terminal')).toEqual([])
  })

  test('takes its address, its secrets, and all of itself from elsewhere', () => {
    const cwd = folder({ token: `${TOKEN}\n`, whole: `webhook:https://hooks.example/#name=b&secret=env:SECRET\n` })
    const env = { SECRET: 'a%2C,&#=b', URL: 'https://hooks.example/c' }
    expect(channels('dingtalk:file:token#secret=env:SECRET,file:whole,webhook:env:URL#name=c', env, cwd)).toMatchObject(
      [
        { kind: 'dingtalk', address: ROBOT, options: { secret: env.SECRET } },
        { kind: 'webhook', name: 'b', address: 'https://hooks.example/', options: { secret: env.SECRET } },
        { kind: 'webhook', name: 'c', address: env.URL },
      ],
    )
  })

  test('of which all but some options is elsewhere has both', () => {
    const env = { WHOLE: 'webhook:https://hooks.example/#name=b&when=always' }
    expect(channels('env:WHOLE#secret=written&lang=zh', env)).toMatchObject([
      { kind: 'webhook', name: 'b', when: 'always', language: 'zh', options: { secret: 'written' } },
    ])
  })

  test('may be in a list of the YAML file', () => {
    const cwd = folder({
      'cmk.yaml': `channels:\n  - terminal\n  - dingtalk:${TOKEN}#lang=zh\n  - webhook:http://10.0.0.1/\n`,
    })
    expect(loadConfig({ CMK_CONFIG: 'cmk.yaml' }, { cwd }).channels.map(({ kind }) => kind)).toEqual([
      'dingtalk',
      'webhook',
    ])
  })
})

describe('a bad channel is one line with its place and what it takes, and without its value:', () => {
  test.each([
    ['hunter2hunter2', /item 2: it is not a channel of a known kind; it takes `terminal`, `dingtalk:/],
    [
      'sms:hunter2@host',
      /item 2: it is not a channel of a known kind.*`feishu:.*`lark:.*`wecom:.*`slack:.*`smtp:.*`save:/,
    ],
    ['feishu:https://hunter2.example/hook/00000000', /item 2: its address is not valid; it takes `feishu:<hook id>`/],
    ['lark:hunter2', /item 2: its address is not valid; it takes `lark:<hook id>`/],
    ['wecom:https://qyapi.weixin.qq.com/cgi-bin/webhook/send?token=hunter2', /item 2: its address is not valid/],
    ['wecom:00000000-key#secret=hunter2', /item 2: it has an unknown option; wecom takes mention, lang, name, link/],
    ['slack:https://hooks.slack.com/workflows/hunter2', /item 2: its address is not valid; it takes `slack:https:/],
    ['slack:https://hooks.slack.com/services/a/b/c#link=javascript:hunter2', /item 2: its link is not valid/],
    [
      'slack:https://hooks.slack.com/services/a/b/c#link=https://u:hunter2@h.example/',
      /its link .* without a password/,
    ],
    ['save:/srv/hunter2', /item 2: its address is not valid; it takes `save:<path>` that ends in .md, .html or .json/],
    ['smtp://u:hunter2@h.example#from=a@b.example&to=c@d.example', /item 2: its address is not valid; it takes `smtp:/],
    ['smtp://h.example/hunter2#from=a@b.example&to=c@d.example', /item 2: its address is not valid/],
    ['smtp://h.example#from=a@b.example', /item 2: it has no to; it takes #to=<mail addresses such as/],
    ['smtp://h.example#to=a@b.example', /item 2: it has no from; it takes #from=<one mail address>/],
    ['smtp://h.example#from=hunter2&to=a@b.example', /item 2: its from is not valid; it takes one mail address/],
    ['smtp://h.example#from=a@b.example&to=a@b.example%0d%0aBcc:hunter2@b.example', /item 2: its to is not valid/],
    ['smtp://h.example#from=a@b.example&to=<hunter2@b.example>', /item 2: its to is not valid/],
    ['smtp://h.example#from=a@b.example&to=c@b.example&tls=hunter2', /item 2: its tls .* starttls or implicit/],
    ['smtp://h.example#from=a@b.example&to=c@b.example&ca=hunter2', /item 2: its ca is not valid; it takes file:PATH/],
    ['smtp://h.example#from=a@b.example&to=c@b.example&password=', /item 2: its password is empty/],
    [
      'smtp://h.example#from=a@b.example&to=c@b.example&password=hunter2',
      /item 2: it has a password and no user; it takes `smtp:\/\/<user>@host/,
    ],
    ['dingtalk:', /item 2: its address is not valid; it takes `dingtalk:<access token>`/],
    ['dingtalk://hunter2hunter2', /item 2: its address is not valid/],
    ['dingtalk:https://oapi.dingtalk.com/robot/send?token=hunter2', /item 2: its address is not valid/],
    ['webhook:hunter2.example/path', /item 2: its address is not valid; it takes `webhook:https:/],
    ['webhook:ftp://hunter2.example/', /item 2: its address is not valid/],
    [
      'webhook:https://a.example/#hunter2=1',
      /item 2: it has an unknown option; webhook takes secret, lang, name, link, when/,
    ],
    ['webhook:https://a.example/#hunter2', /item 2: it has an unknown option/],
    ['webhook:https://a.example/#lang=hunter2', /item 2: its lang is not valid; it takes en or zh/],
    ['webhook:https://a.example/#when=hunter2', /item 2: its when is not valid; it takes changes or always/],
    ['webhook:https://a.example/#name=hunter2/x', /item 2: its name is not valid; it takes up to 64 letters/],
    ['webhook:https://a.example/#name=terminal', /item 2: its name is not valid/],
    ['webhook:https://a.example/#secret=', /item 2: its secret is empty/],
    ['webhook:https://a.example/#secret=hunter2%', /item 2: a value has a % that encodes nothing/],
    ['webhook:https://a.example/#secret=env:NOWHERE', /item 2: the variable NOWHERE that it names is not set/],
    ['webhook:file:nowhere', /item 2: the file nowhere that it names cannot be read/],
    ['env:NOWHERE#secret=hunter2', /item 2: the variable NOWHERE that it names is not set/],
    ['file:nowhere#secret=hunter2', /item 2: the file nowhere that it names cannot be read/],
    ['env:https://hunter2.example/?a=b', /item 2: the variable that it names is not set/],
    ['dingtalk:env:hunter2#secret=hunter2', /item 2: the variable that it names is not set/],
    ['dingtalk:file:send?token=hunter2', /item 2: the file that it names cannot be read/],
    ['webhook:https://hunter2.example/#name=first', /item 2: its name is another channel’s/],
  ])('%s', (text, told) => {
    const problems = problemsOf({ CMK_CHANNELS: `dingtalk:${TOKEN}#name=first,${text}` })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^CMK_CHANNELS, item 2: /)
    expect(problems[0]).toMatch(told)
    expect(problems[0]).not.toMatch(/hunter2|synthetic/)
  })

  test('two without names have the same', () => {
    expect(problemsOf({ CMK_CHANNELS: `dingtalk:${TOKEN},dingtalk:${TOKEN}` })[0]).toMatch(/as #name=/)
  })
})
