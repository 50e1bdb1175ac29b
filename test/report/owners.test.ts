import { describe, expect, it } from 'vitest'
import { makeDigest } from '../../shared/digest/digest.ts'
import type { ReadinessRow } from '../../shared/domain/readiness.ts'
import { renderTerminal } from '../../shared/views/digest-text.ts'
import { blockedRow, change, finding, HOSTILE, LAST_RUN, NOW, row } from '../support/rows.ts'

const timezone = 'Asia/Shanghai'

async function text(rows: readonly ReadinessRow[], language: 'en' | 'zh' = 'en', changes = [change()]) {
  const input = { rows, changes, diagnostics: [], lastRun: LAST_RUN, now: NOW, timezone }
  return renderTerminal(await makeDigest({ ...input, rules: '2023-09' }), { language, timezone, colour: false })
}

const owned = (keyId: string, owner: string) => blockedRow({ keyId, tags: [{ key: 'Owner', value: owner }] })
const blocked = async (rows: readonly ReadinessRow[]) => {
  const lines = (await text(rows)).split('\n')
  const start = lines.findIndex((line) => line.startsWith('Blocked'))
  return lines.slice(start + 1, lines.indexOf('', start))
}

describe('owners', () => {
  it('are named on the first screen with how many keys need them, the most first', async () => {
    const rows = [owned('a', 'pay'), owned('b', 'ops'), owned('c', 'ops'), blockedRow()]
    expect((await text(rows, 'en', [])).split('\n')[1]).toBe('4 keys need attention: ops 2, pay 1, no owner named 1')
    expect((await text(rows, 'zh', [])).split('\n')[1]).toBe('4 个密钥需要处理：ops 2，pay 1，未标明负责人 1')
  })

  it('are counted beside the first five', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => owned(name, name))
    expect((await text(rows, 'en', [])).split('\n')[1]).toMatch(/a 1, b 1, c 1, d 1, e 1, 2 more owners$/)
  })

  it('find their keys together, by name, and what nobody owns last', async () => {
    const lines = await blocked([blockedRow({ keyId: 'a' }), owned('b', 'pay'), owned('c', 'ops'), owned('d', 'pay')])
    const heads = lines.filter((line) => line.includes('alias/')).map((line) => line.trim())
    expect(heads).toEqual([
      'alias/pay c · cn-hangzhou · owner ops',
      'alias/pay b · cn-hangzhou · owner pay',
      'alias/pay d · cn-hangzhou · owner pay',
      'alias/pay a · cn-hangzhou',
    ])
  })

  it('are told once what several of their keys need', async () => {
    const other = owned('b', 'ops')
    const [first = finding()] = other.findings
    const more = { ...first, data: { ...first.data, calls: 4 } }
    const lines = await blocked([owned('a', 'ops'), { ...other, findings: [more] }, owned('c', 'pay')])
    expect(lines.map((line) => line.trim().replace(/ · event.*/, ''))).toEqual([
      'To do: Change the application: Decrypt and then Encrypt in place of ReEncrypt.',
      'alias/pay a · cn-hangzhou · owner ops: ReEncrypt by app-pay, Java, VPC, 3 calls, last 21 Nov',
      'alias/pay b · cn-hangzhou · owner ops: ReEncrypt by app-pay, Java, VPC, 4 calls, last 21 Nov',
      'alias/pay c · cn-hangzhou · owner pay',
      'ReEncrypt by app-pay, Java, VPC, 3 calls, last 21 Nov',
      'To do: Change the application: Decrypt and then Encrypt in place of ReEncrypt.',
    ])
  })

  it('are named where their keys changed', async () => {
    const ready = row({ tags: [{ key: 'team', value: 'pay' }] })
    expect(await text([ready])).toContain('· cn-hangzhou · owner pay: ready (was unknown)')
  })

  it('may be called anything', async () => {
    const lines = await text(Object.values(HOSTILE).map((owner, index) => owned(`key-${index}`, owner)))
    expect(lines).toContain('owner alias/\\u{202e}exe.yap')
    expect(lines).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    expect(lines).not.toMatch(/^# heading/m)
  })
})
