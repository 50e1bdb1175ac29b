import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Client, hasMigrationSdk } from '../../shared/domain/caller.ts'
import { agentProduct, clientOfUserAgent, isConsoleAgent } from '../../shared/domain/client.ts'
import { AGENT } from '../../simulator/sample-company/agents.ts'
import { anyText } from '../support/domain/any-text.ts'
import { SDK_AGENTS } from '../support/domain/sdk-agents.ts'

/** What no rule lets pass: everything but a language with a migration SDK. */
function excuses(agent: string): boolean {
  return hasMigrationSdk(clientOfUserAgent(agent))
}

describe('the agents that the SDKs’ sources build', () => {
  it.each(SDK_AGENTS)('$agent', ({ agent, client }) => {
    expect(clientOfUserAgent(agent)).toBe(client)
  })

  it('are what the sample company sends', () => {
    const { ownGateway, console: ofConsole, ...ofSdks } = AGENT
    expect(Object.values(ofSdks).map(clientOfUserAgent)).not.toContain('unknown')
    expect([ownGateway, ofConsole].map(clientOfUserAgent)).toEqual(['unknown', 'unknown'])
  })
})

describe('two languages in one agent', () => {
  it.each<[string, Client]>([
    ['AlibabaCloud (linux; x64) Node.js/v20 Core/1.0.1 TeaDSL/2 orders-api (prod) Java/17', 'nodejs'],
    ['AlibabaCloud (Linux; amd64) Java/17 tea-util/0.2.21 TeaDSL/1 Node.js/v20', 'nodejs'],
    ['AlibabaCloud (Linux; amd64) Golang/1.20 Core/0.01 TeaDSL/2 php/8.1', 'php'],
    ['AlibabaCloud (Linux; amd64) Python/3.9 Core/2.14.0 python-requests/2.18.3 client/Ruby/2.7', 'ruby'],
    ['AlibabaCloud (Linux; amd64) Java/17 tea-util/0.2.21 TeaDSL/1 Golang/1.20', 'unknown'],
    ['AlibabaCloud (Linux; amd64) Python/3.9 Core/0.3 TeaDSL/1 Java/17', 'unknown'],
    ['AlibabaCloud (Linux; amd64) Golang/1.20 Core/1 Rust/1.70', 'unknown'],
    ['AlibabaCloud (Linux; amd64) Java/17 Core/4 Java/17', 'java'],
  ])('%s: %s', (agent, client) => {
    expect(clientOfUserAgent(agent)).toBe(client)
  })
})

describe('an agent that proves no language', () => {
  it.each([
    '',
    '-',
    ' ',
    'curl/7.68.0',
    'libcurl/7.68.0 OpenSSL/1.1.1f',
    'Go-http-client/1.1',
    'Go-http-client/2.0',
    'python-requests/2.31.0',
    'python-requests/2.31.0 (Linux; x86_64) Python/3.9',
    'Python-urllib/3.6',
    'Python/3.9 aiohttp/3.8.1',
    'Java/1.8.0_252',
    'Java-http-client/17.0.2',
    'Apache-HttpClient/4.5.7 (Java/1.8.0_152)',
    'okhttp/4.9.3',
    'axios/1.6.0',
    'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
    'Boto3/1.26 Python/3.9 Linux/5.10',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36',
    'AlibabaCloud',
    'AlibabaCloud Java/17',
    'AlibabaCloud Java/17 (Linux; amd64)',
    'AlibabaCloud (Java/17)',
    'AlibabaCloud (Linux; amd64 Java/17 Core/4.4.6',
    'AlibabaCloud (Linux; amd64) orders-api/3 Java/17',
    'AlibabaCloud (Linux; amd64) Java',
    'AlibabaCloud (Linux; amd64) Java/',
    'AlibabaCloud (Linux; amd64) JavaScript/17 Core/1',
    'AlibabaCloud (Linux; amd64) Rust/1.70 Core/1',
    'MyProxy/1.0 AlibabaCloud (Linux; amd64) Java/17 Core/4',
    'NotAlibabaCloud (Linux; amd64) Java/17 Core/4',
    'AlibabaCloud-dkms (Linux; amd64) Java/17 Core/4',
    'alibabacloud-dkms-transfer-java-sdk/0.2.2',
    'AlibabaCloud (linux; amd64) Golang/1.20 Core/1.62 Extra/HashiCorp-Packer-v1.7.0',
    'AlibabaCloud (Linux; x86_64) Python/3.9 Core/2.14.0 python-requests/2.18.3 client/Ansible-2.9',
    `AlibabaCloud (Linux; amd64) Java/17 ${'x'.repeat(10_000)}`,
    'Netty/4.1.100',
    'AliyunConsole',
    'ecs.console.aliyun.com',
  ])('%s', (agent) => {
    expect(clientOfUserAgent(agent)).toBe('unknown')
  })
})

describe('brackets, spaces and spelling', () => {
  it.each<[string, Client]>([
    ['AlibabaCloud () Java/17 Core/4', 'java'],
    ['AlibabaCloud(Linux)Java/17 Core/4', 'java'],
    ['AlibabaCloud (Linux (Ubuntu (22.04)); amd64) Java/17 Core/4', 'java'],
    ['AlibabaCloud (Linux; amd64)) Java/17 Core/4', 'java'],
    ['AlibabaCloud\t(Linux;\u00a0amd64)\u3000Java/17\u2003Core/4', 'java'],
    ['alibabacloud (linux; amd64) JAVA/17 core/4', 'java'],
    ['ＡｌｉｂａｂａＣｌｏｕｄ （Linux） Node.js/v20', 'nodejs'],
    ['AlibabaCloud (linux) No\u200bde.js/v20 Core/1', 'nodejs'],
    ['AlibabaCloud (linux) NODE.JS/v20 Core/1', 'nodejs'],
    ['AlibabaCloud (linux) Java/17\u0000Node.js/v20', 'unknown'],
    ['AlibabaCloud (linux) Java/17\u001b[0mNode.js/v20', 'unknown'],
    ['AlibabaCloud (a) (b) Java/17 Core/4', 'java'],
    ['AlibabaCloud (Node.js/20; x) Java/17 Core/4', 'java'],
    ['ALIYUN-CLI/3.0', 'cli'],
    ['AlibabaCloud (aliyuncli/2.1.9; x86_64) Python/2.7 Core/2', 'cli'],
    ['AlibabaCloud (Linux; aliyuncli) Python/2.7 Core/2', 'cli'],
    ['AlibabaCloud (linux; amd64 Golang/1.20 Core/1 Aliyun-CLI/3.0', 'cli'],
    ['AlibabaCloud (linux; amd64) Golang/1.20 Core/1 aliyun-cli/3.0', 'cli'],
    ['AlibabaCloud (linux; amd64) Golang/1.20 Core/1 pulumi/3.1', 'terraform'],
    ['AlibabaCloud (linux; amd64) Golang/1.20 Core/1 crossplane-provider-alibaba/0.3', 'terraform'],
    ['AlibabaCloud (linux; amd64) Golang/1.20 Core/1 aliyunclient/3.0', 'go'],
    ['AlibabaCloud (Linux; amd64) Java/17 Core/4 swift payments', 'java'],
    ['AlibabaCloud (Linux; amd64) Java/17 Core/4 Netty/4.1', 'java'],
    ['Ruby', 'ruby'],
    ['PHP/7.4', 'php'],
  ])('%s: %s', (agent, client) => {
    expect(clientOfUserAgent(agent)).toBe(client)
  })

  it('an agent of any length is read in time that grows with it', () => {
    const started = performance.now()
    for (const piece of ['(', ')', 'Java/', '((', 'a ', '/', 'client/']) {
      clientOfUserAgent(piece.repeat(8_000 / piece.length))
      clientOfUserAgent(piece.repeat(1_000_000))
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

const TOOL = fc.constantFrom(
  'Aliyun-CLI/3.0.1',
  'aliyuncli/2.1.9',
  'HashiCorp-Terraform/1.5',
  'Extra/HashiCorp-Terraform-v0.12.0',
)
const WITHOUT = fc.constantFrom('Node.js/v20', 'PHP/8.1', 'netcoreapp/6.0.1', 'C++/201703', 'Ruby/2.7.0', 'Swift/5')
const WITH = fc.constantFrom('Java/17', 'Golang/1.20', 'Python/3.9')
const OTHER = fc.constantFrom('Core/1.0', 'TeaDSL/2', 'orders-api', '(prod)', 'tea-util/0.2', '(x; (y))', 'client/lake')
const respelled = fc
  .func(fc.integer({ min: 0, max: 2 }))
  .map(
    (choose) => (text: string) =>
      [...text]
        .map((char, index) => [char, char.toUpperCase(), char.toLowerCase()][choose(text, index) as number])
        .join(''),
  )

describe('whatever else stands in an agent', () => {
  const agentOf = (products: readonly string[]) => `AlibabaCloud (Linux; amd64) ${products.join(' ')}`

  it('a tool counts wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(WITH, WITHOUT, OTHER)),
        TOOL,
        fc.array(fc.oneof(WITH, OTHER)),
        respelled,
        (a, tool, b, spell) => {
          expect(['cli', 'terraform']).toContain(clientOfUserAgent(spell(agentOf([...a, tool, ...b]))))
        },
      ),
    )
  })

  it('a language without a migration SDK counts wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(WITH, OTHER)),
        WITHOUT,
        fc.array(fc.oneof(WITH, OTHER)),
        respelled,
        (a, language, b, spell) => {
          expect(['nodejs', 'php', 'dotnet', 'cpp', 'ruby', 'swift']).toContain(
            clientOfUserAgent(spell(agentOf([...a, language, ...b]))),
          )
        },
      ),
    )
  })

  it('a language with one is what stands first, and nothing but it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(WITH, OTHER)), respelled, (products, spell) => {
        const languages = new Set(
          products.filter((each) => /^(Java|Golang|Python)\//.test(each)).map((each) => each.split('/')[0]),
        )
        const first = products.find((each) => !each.startsWith('('))
        const proven = languages.size === 1 && first !== undefined && /^(Java|Golang|Python)\//.test(first)
        expect(excuses(spell(agentOf(products)))).toBe(proven)
      }),
    )
  })

  it('no agent without a proof is Java, Go or Python', () => {
    const noise = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('Java', 'AlibabaCloud', '(', ')', '/', ' ', 'Go-http-client/1.1'),
    )
    fc.assert(
      fc.property(fc.array(noise), (pieces) => {
        const agent = pieces.join('')
        fc.pre(!/alibaba ?cloud\s*\(/i.test(agent.normalize('NFKC').replace(/[^ -~]/gu, '')))
        expect(excuses(agent)).toBe(false)
      }),
    )
  })

  it('no text throws', () => {
    fc.assert(fc.property(anyText, (text) => clientOfUserAgent(text) !== undefined))
  })
})

describe('the console’s agent', () => {
  it.each([
    'AliyunConsole',
    'aliyunconsole',
    'ecs.console.aliyun.com',
    'kms.console.alibabacloud.com',
    ' AliyunConsole ',
  ])('%s', (agent) => {
    expect(isConsoleAgent(agent)).toBe(true)
  })

  it.each([
    'AliyunConsoleFoo',
    'AliyunConsole/1.0 MyApp',
    'MyApp AliyunConsole',
    'ecs.console.aliyun.com.evil.example',
    'ecs.console.aliyun.comx',
    'evil.example/ecs.console.aliyun.com',
    'ecs.console.aliyun.com MyApp',
    'console.aliyun.com',
    'a.b.console.aliyun.com',
    '.console.aliyun.com',
    'ecs.console.aliyunxcom',
    '',
  ])('not %s', (agent) => {
    expect(isConsoleAgent(agent)).toBe(false)
  })
})

describe('a client is what its whole agent proves', () => {
  it.each([
    ['a language without a migration SDK beside one that nobody judges', 'AlibabaCloud (x) Rust/1.8 PHP/8.1', 'php'],
    ['a bare word at the end', 'AlibabaCloud (x) Core/1 Swift', 'unknown'],
    ['a bare word before its core', 'AlibabaCloud (x) TeaDSL/1 Swift Core/1', 'swift'],
    ['Node.js without its dot', 'AlibabaCloud (x) NodeJS/20 Core/1', 'nodejs'],
    ['C++ in letters', 'AlibabaCloud (x) Cpp/17 Core/1', 'cpp'],
    ['.NET in letters', 'AlibabaCloud (x) dotnet/8 Core/1', 'dotnet'],
    ['.NET', 'AlibabaCloud (x) .NET/8 Core/1', 'dotnet'],
    ['.NET without its dot', 'AlibabaCloud (x) net/8 Core/1', 'dotnet'],
    ['no .NET by the end of a word', 'AlibabaCloud (x) Java/1.8 magnet/1', 'java'],
    ['no .NET by the beginning of one', 'AlibabaCloud (x) Java/1.8 Netty/4', 'java'],
    ...['rust', 'perl', 'dart', 'powershell', 'lua', 'erlang', 'elixir', 'deno', 'bun'].map(
      (name): [string, string, string] => [
        `Java beside ${name}`,
        `AlibabaCloud (x) Java/1.8 ${name}/1 Core/4`,
        'unknown',
      ],
    ),
    ['a vendor in pieces', 'Ali baba Cloud (x) Java/1.8 Core/4', 'unknown'],
    ['the vendor in two words', 'Alibaba Cloud (x) Java/1.8 Core/4', 'java'],
  ])('%s', (_, agent, client) => {
    expect(clientOfUserAgent(agent)).toBe(client)
  })
})

describe('what an agent calls itself', () => {
  it.each<[string, string | undefined]>([
    ['orders-service/1.0', 'orders-service'],
    ['Orders-Service/2.1 (build 7)', 'orders-service'],
    ['Go-http-client/1.1', 'go-http-client'],
    ['AlibabaCloud (Linux; amd64) orders/2 Core/0.1', 'orders'],
    ['Alibaba Cloud (Linux) orders', 'orders'],
    // Another language or a tool says more than who sends it.
    ['orders/1.0 AlibabaCloud (Linux) Rust/1.7 Core/1', 'rust'],
    ['AlibabaCloud (Linux; amd64) Java/1.8 Dart/3 Core/4', 'dart'],
    ['AlibabaCloud (Linux; amd64) Golang/1.2 Core/1 HashiCorp-Packer/1.9', 'hashicorp-packer'],
    ['orders/1 (ansible-core/2.15)', 'ansible-core'],
    ['AlibabaCloud (Linux) orders/1 rust', 'orders'],
    ['AlibabaCloud (Linux) orders/1 Rust Core/1', 'rust'],
    ['AlibabaCloud (Linux) Core/1 orders/1 rust', 'core'],
    ['(only a remark)', undefined],
    ['', undefined],
    ['密钥/1', undefined],
    ['<script>/1', undefined],
    [`${'x'.repeat(64)}/1`, 'x'.repeat(64)],
    [`${'x'.repeat(65)}/1`, undefined],
    ['a\u0000b/1', undefined],
  ])('of %j is %j', (agent, product) => {
    expect(agentProduct(agent)).toBe(product)
  })

  it('is a short plain name or nothing, whatever stands in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(agentProduct(text) ?? 'x').toMatch(/^[\w.+@-]{1,64}$/)
      }),
    )
  })
})
