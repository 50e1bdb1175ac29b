import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { redactor } from '../../shared/config/redact.ts'
import { runCli } from '../support/cli/run-cli.ts'
import { seededStore, temporaryFolder } from '../support/cli/seeded-store.ts'
import { row } from '../support/rows.ts'

// Invented, and shaped like the vendor's.
const ID = 'LTAI5tSyntheticKey00001'
const SECRET = 'synthetic/Secret+With=Signs"1'
const TOKEN = `CAISsynthetic${'Ab1+/'.repeat(20)}==`

describe('redactor', () => {
  const environment = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: ID,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET,
    CMK_API_TOKEN: 'env:MY_TOKEN',
    MY_TOKEN: 'pointed-at-value',
    ALIBABA_CLOUD_CREDENTIALS_FILE: '/home/app/credentials',
    CMK_STORE: 'sqlite:cmk-readiness.db',
  }
  const { messages: redact, results } = redactor(environment, '/nonexistent')

  it.each([
    ['a secret of the environment', `x ${SECRET} y`, SECRET],
    ['the same in an address', `GET /?s=${encodeURIComponent(SECRET)}`, encodeURIComponent(SECRET)],
    ['the same in JSON', JSON.stringify({ s: SECRET }), JSON.stringify(SECRET).slice(1, -1)],
    ['what a variable points at', 'token pointed-at-value', 'pointed-at-value'],
    ["somebody else's access key id", 'key LTAI5tAnotherSynthetic9 refused', 'AnotherSynthetic'],
    ['a temporary access key id', 'key STS.NTsyntheticSession12 refused', 'NTsynthetic'],
    ['a session token', `token ${TOKEN}`, TOKEN],
    ['a signature', 'https://kms.example/?Action=ListKeys&Signature=abc%2Bdef%3D&x=1', 'abc%2Bdef'],
    ['a token parameter', 'POST /?SecurityToken=abcdef&Action=x', 'abcdef'],
    ['a header', 'authorization: ACS3-HMAC-SHA256 Credential=abc,SignedHeaders=host,Signature=beef', 'beef'],
    ['a webhook', 'https://oapi.example/robot/send?access_token=0123abcd', '0123abcd'],
    ['an encoded webhook', 'to=https%3A%2F%2Foapi.example%2Fsend%3Faccess_token%3D0123abcd', '0123abcd'],
  ])('hides %s', (_, text, hidden) => {
    expect(redact(text)).not.toContain(hidden)
  })

  it('leaves everything else as it is', () => {
    const text = `${JSON.stringify(row())} sqlite:cmk-readiness.db /home/app/credentials RequestId 8B4D7C7E-0000`
    expect(redact(text)).toBe(text)
  })

  it('leaves the place of a token that help shows', () => {
    const text = 'it takes `dingtalk:https://oapi.dingtalk.com/robot/send?access_token=…`; or &Signature=<sign>'
    expect(redact(text)).toBe(text)
  })

  it.each(['team=Bearer', 'Ring Bearer Office North, floor 3', 'Signature=required', 'LTAI5tAnotherSynthetic9'])(
    'leaves results as they are, but for the secrets that it was given: %s',
    (text) => {
      expect(results(`${text} ${SECRET}`)).toBe(`${text} ***`)
    },
  )

  it('knows a secret wherever it is configured', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'token'), 'token-of-the-file\n')
    await writeFile(join(cwd, 'cmk.yaml'), 'api_token: token-of-the-yaml')
    expect(redactor({ CMK_CONFIG: 'cmk.yaml' }, cwd).results('a token-of-the-yaml')).toBe('a ***')
    expect(redactor({ CMK_API_TOKEN: 'file:token' }, cwd).results('a token-of-the-file')).toBe('a ***')
    const keys = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'file:token' }
    expect(redactor(keys, cwd).results('a token-of-the-file')).toBe('a ***')
  })

  it('leaves JSON JSON', () => {
    const value = { a: `Signature=abc"`, b: `\\"Signature\\":\\"abc\\"`, c: `Bearer abc"def`, d: `${SECRET}\\` }
    expect(Object.keys(JSON.parse(redact(JSON.stringify(value))))).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('redactor, of channels', () => {
  const token = 'synthetic0token0'
  const channels = [
    `dingtalk:${token}#secret=SECsynthetic%2Bone&name=visible-name`,
    'webhook:https://user-name:pass-word@hooks.example/T00/abcdefghijklmnopqrst?key=in-the-query#secret=env:MY_SECRET',
    'dingtalk:file:token',
    'env:WHOLE',
    'sms:not-a-known-kind',
    'feishu:hook-of-feishu#secret=secret-of-feishu',
    'lark:https://open.larksuite.com/open-apis/bot/v2/hook/hook-of-larksuite',
    'wecom:https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=key-of-wecom',
    'slack:https://hooks.slack.com/services/T0SYNTH/B0SYNTH/tokenofslack00000',
    'smtp://hidden-login@mail.example#from=bot@corp.example&to=team@corp.example&password=mail%20password',
    'smtp://bot%40corp.example@mail.example#from=bot@corp.example&to=lead@corp.example&password=env:MY_SECRET&name=m',
    'save:out/digest-{day}.md#link=https://cmk.corp.example/',
    'env:NOWHERE#secret=behind-a-variable',
    'file:nowhere#secret=behind-a-file&name=visible-name',
  ]
  const others = { MY_SECRET: 'pointed-at-value', WHOLE: 'webhook:https://other.example/?k=whole-address' }
  const hidden = [
    token,
    'SECsynthetic+one',
    'pass-word',
    'abcdefghijklmnopqrst',
    'in-the-query',
    'pointed-at-value',
    'token-of-the-file',
    'https://other.example/?k=whole-address',
    'not-a-known-kind',
    'hook-of-feishu',
    'secret-of-feishu',
    'hook-of-larksuite',
    'key-of-wecom',
    'tokenofslack00000',
    'hidden-login',
    'mail password',
    'behind-a-variable',
    'behind-a-file',
  ]

  it.each(['environment', 'file'])('hides tokens, secrets and addresses, valid or not, from the %s', async (from) => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'token'), 'token-of-the-file\n')
    await writeFile(join(cwd, 'cmk.yaml'), JSON.stringify({ channels }))
    const env = { ...others, ...(from === 'file' ? { CMK_CONFIG: 'cmk.yaml' } : { CMK_CHANNELS: channels.join() }) }
    const { messages: redact } = redactor(env, cwd)
    for (const secret of hidden) {
      expect(redact(`a ${secret} b ${encodeURIComponent(secret)}`), secret).not.toContain(secret)
      expect(redact(encodeURIComponent(secret)), secret).not.toContain(encodeURIComponent(secret))
    }
    // Whatever a dry run shows has to be what is sent.
    const shown =
      'visible-name terminal From: bot@corp.example To: team@corp.example https://cmk.corp.example/ out/digest'
    expect(redact(shown)).toBe(shown)
  })
})

describe('the program', () => {
  it('shows the data of the cloud as it is', async () => {
    const tags = [
      { key: 'team', value: 'Bearer' },
      { key: 'office', value: 'Ring Bearer Office North, floor 3' },
      { key: 'Signature', value: 'required' },
    ]
    const cwd = await seededStore({ rows: [row({ tags })] })
    const [csv, table] = await Promise.all(
      ['csv', 'table'].map((format) =>
        runCli(['query', '--columns', 'tags,verdict', '--format', format], { cwd, env: {} }),
      ),
    )
    for (const shown of [csv, table])
      expect(shown?.stdout).toMatch(
        /team=Bearer; office=Ring Bearer Office North, floor 3; Signature=required("?,"|\s+)ready/,
      )
    const json = await runCli(['query', '--format', 'json'], { cwd })
    expect(JSON.parse(json.stdout)).toMatchObject([{ tags }])
  })

  it('prints no option of a channel that it does not find', async () => {
    const cwd = await temporaryFolder()
    const channels = ['env:NOWHERE#secret=SECsupersecret123', 'file:nowhere#secret=SECsupersecret123']
    await writeFile(join(cwd, 'cmk.yaml'), JSON.stringify({ channels }))
    for (const env of [{ CMK_CHANNELS: channels.join() }, { CMK_CONFIG: 'cmk.yaml' }]) {
      const { status, stdout, stderr } = await runCli(['digest', '--channel', 'dingtalk'], { cwd, env })
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/item 1: the variable NOWHERE .*item 2: the file nowhere /)
      expect(stderr).not.toContain('SECsupersecret')
    }
  })

  it('prints no secret, on either stream, even where a name holds one', async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET }
    const cwd = await seededStore({ rows: [row({ aliases: [`alias/${ID}`], tags: [{ key: 'note', value: SECRET }] })] })
    for (const argv of [
      ['query', '--format', 'json'],
      ['query'],
      ['explain', row().keyId],
      ['digest'],
      ['explain', SECRET],
    ]) {
      const { stdout, stderr } = await runCli(argv, { cwd, env })
      expect(stdout + stderr).toContain('***')
      for (const secret of [ID, SECRET, JSON.stringify(SECRET).slice(1, -1)])
        expect(stdout + stderr).not.toContain(secret)
    }
  })

  it('hides tokens and passwords in results, and no word that an address shares with them', () => {
    const hook = '9a1b2c3d-0000-4444-8888-00000000abcd'
    const list = [
      'smtp://readiness@smtp.corp.example#from=cmk@corp.example&to=a@b.example&password=hunter2hunter2',
      'webhook:https://h.corp.example/digests-for-everybody?scope=accountId&team=payments',
      `feishu:https://open.feishu.cn/open-apis/bot/v2/hook/${hook}`,
    ]
    const { results, messages } = redactor({ CMK_CHANNELS: list.join() }, '/nonexistent')
    const text = '{"accountId":"1"} CMK migration readiness, owner payments, digests-for-everybody'
    expect(results(text)).toBe(text)
    for (const secret of [
      'hunter2hunter2',
      hook,
      'https://h.corp.example/digests-for-everybody?scope=accountId&team=payments',
    ])
      for (const redact of [results, messages]) expect(redact(`x ${secret} y`)).toBe('x *** y')
  })

  it('hides short passwords in messages', () => {
    const channel = 'smtp://bot@smtp.corp.example#from=cmk@corp.example&to=a@b.example&password=hunt2r'
    const encoded = 'webhook:https://bob:s3cret-pw%21@h.corp.example/x'
    const { messages } = redactor({ CMK_CHANNELS: `${channel},${encoded}` }, '/nonexistent')
    expect(messages('535 hunt2r refused, s3cret-pw! too')).toBe('535 *** refused, *** too')
  })
})
