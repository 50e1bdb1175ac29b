import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proxyFor, proxySecrets, readProxies } from '../../shared/net/proxy.ts'

const PROXY = 'http://proxy.example:3128'
const through = (address: string, env: Record<string, string>) =>
  proxyFor(readProxies({ HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY, ...env }).proxies, address)?.at

describe('the variables of proxies', () => {
  const at = (env: Record<string, string>, scheme = 'https') =>
    proxyFor(readProxies(env).proxies, `${scheme}://kms.example/`)?.at

  it.each([
    [{}, undefined, undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, 'a:1', undefined],
    [{ HTTP_PROXY: 'http://a:1' }, undefined, 'a:1'],
    [{ https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' }, 'low:1', undefined],
    [{ https_proxy: '', HTTPS_PROXY: 'http://up:1' }, 'up:1', undefined],
    [{ ALL_PROXY: 'http://all:1' }, 'all:1', 'all:1'],
    [{ all_proxy: 'http://all:1', HTTP_PROXY: 'http://h:1' }, 'all:1', 'h:1'],
    [{ ALL_PROXY: 'socks5://all:1', HTTP_PROXY: 'http://h:1', HTTPS_PROXY: 'http://s:1' }, 's:1', 'h:1'],
    [{ HTTPS_PROXY: 'proxy.corp:3128' }, 'proxy.corp:3128', undefined],
    [{ HTTPS_PROXY: ' http://proxy.corp ' }, 'proxy.corp:80', undefined],
    [{ HTTPS_PROXY: 'https://proxy.corp/' }, 'proxy.corp:443', undefined],
    [{ HTTPS_PROXY: 'http://[::1]:3128' }, '[::1]:3128', undefined],
    [{ HTTPS_PROXY: 'http://u:p%40ss@proxy.corp:3128' }, 'proxy.corp:3128', undefined],
  ])('%j: https through %s, http through %s', (env, https, http) => {
    expect([at(env as Record<string, string>), at(env as Record<string, string>, 'http')]).toEqual([https, http])
    expect(readProxies(env).problems).toEqual([])
  })

  it.each([
    'socks5://p:1',
    'ftp://p',
    'http://',
    'http://p:99999',
    'http://p/path',
    'http://u:p#ss@p:1',
    'http://u:%zz@p',
    ':',
  ])('are refused without a word of their value: %s', (value) => {
    const { problems } = readProxies({ https_proxy: value })
    expect(problems).toEqual([expect.stringMatching(/^https_proxy: its value is not valid; it takes http:\/\/\[user/)])
  })

  it('send user and password as they are meant, and hide them in every writing', () => {
    const env = { HTTPS_PROXY: 'http://us%40er:pa%3Ass%2Fword@proxy.corp:3128' }
    const sent = Buffer.from('us@er:pa:ss/word').toString('base64')
    expect(readProxies(env).proxies.https).toMatchObject({ authorization: `Basic ${sent}`, at: 'proxy.corp:3128' })
    expect(proxySecrets(env)).toEqual(['us%40er:pa%3Ass%2Fword', 'pa%3Ass%2Fword', 'pa:ss/word', sent])
    expect(proxySecrets({ https_proxy: 'socks5://user:secret@x:1', NO_PROXY: 'a@b' })).toEqual([
      'user:secret',
      'secret',
      'secret',
    ])
    expect(proxySecrets({ HTTPS_PROXY: PROXY })).toEqual([])
  })
})

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://kms.cn-hangzhou.aliyuncs.com/', true],
    ['aliyuncs.com', 'https://kms.cn-hangzhou.aliyuncs.com/', true],
    ['.aliyuncs.com', 'https://kms.cn-hangzhou.aliyuncs.com/', true],
    ['*.aliyuncs.com', 'https://kms.cn-hangzhou.aliyuncs.com/', true],
    ['ALIYUNCS.COM.', 'https://KMS.aliyuncs.com/', true],
    ['aliyuncs.com', 'https://aliyuncs.com/', true],
    ['aliyuncs.com', 'https://notaliyuncs.com/', false],
    ['cn-hangzhou', 'https://kms.cn-hangzhou.aliyuncs.com/', false],
    ['kms.example:8443', 'https://kms.example:8443/', true],
    ['kms.example:8443', 'https://kms.example/', false],
    ['kms.example:443', 'https://kms.example/', true],
    ['a, b;c other.example\tkms.example', 'https://kms.example/', true],
    ['10.1.2.3', 'http://10.1.2.3:8080/', true],
    ['10.1.2.3:80', 'http://10.1.2.3:8080/', false],
    ['10.0.0.0/8', 'http://10.1.2.3/', true],
    ['10.0.0.0/8', 'http://11.1.2.3/', false],
    ['10.0.0.0/8', 'http://10.example/', false],
    ['2001:db8::1', 'https://[2001:DB8:0::1]/', true],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]/', true],
    ['2001:db8::/32', 'https://[2001:db8:1::1]/', true],
    ['2001:db8::/32', 'https://[2001:db9::1]/', false],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]/', true],
    ['', 'https://kms.example/', false],
    ['/, :, ., [], 10.0.0.0/99', 'https://kms.example/', false],
  ])('%s takes out %s: %s', (list, address, isDirect) => {
    expect(through(address, { NO_PROXY: list })).toBe(isDirect ? undefined : 'proxy.example:3128')
    expect(through(address, { no_proxy: list })).toBe(isDirect ? undefined : 'proxy.example:3128')
  })

  it('takes out a name and what is below it, however it is written, and nothing else', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => `x${labels.join('.')}`)
    const before = fc.constantFrom('', '.', '*.')
    fc.assert(
      fc.property(name, label, before, fc.boolean(), (suffix, below, dot, upper) => {
        const NO_PROXY = `${dot}${upper ? suffix.toUpperCase() : suffix}`
        expect(through(`https://${suffix}/`, { NO_PROXY })).toBeUndefined()
        expect(through(`https://${below}.${suffix}/`, { NO_PROXY })).toBeUndefined()
        expect(through(`https://${below}${suffix}/`, { NO_PROXY })).toBe('proxy.example:3128')
        expect(through(`https://${suffix}.${below}/`, { NO_PROXY })).toBe('proxy.example:3128')
      }),
    )
  })
})

describe('what no proxy is asked for', () => {
  it.each(['100.100.100.200', '169.254.169.254', '[fe80::1]'])('the metadata of an instance at %s', (host) => {
    expect(through(`http://${host}/latest/meta-data/`, {})).toBeUndefined()
    expect(through(`http://${host}/`, { HTTP_PROXY: 'http://127.0.0.1:3128' })).toBeUndefined()
  })

  it.each([
    '127.0.0.1:4101',
    '127.9.9.9',
    'localhost',
    'LOCALHOST:80',
    'a.localhost',
    '[::1]:80',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ])('this machine, unless the proxy runs on it: %s', (host) => {
    expect(through(`http://${host}/`, {})).toBeUndefined()
    expect(through(`http://${host}/`, { HTTP_PROXY: 'http://localhost:3128' })).toBe('localhost:3128')
    expect(through(`http://${host}/`, { HTTP_PROXY: 'http://[::1]:3128', NO_PROXY: '*' })).toBeUndefined()
  })

  it('what is no HTTP', () => {
    expect(through('smtp://mail.example:587/', {})).toBeUndefined()
    expect(through('/srv/reports/a.html', {})).toBeUndefined()
  })
})
