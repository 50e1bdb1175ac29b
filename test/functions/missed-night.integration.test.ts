import { describe, expect, it, onTestFinished } from 'vitest'
import { readDigest } from '../../functions/digest/read-digest.ts'
import { HOUR } from '../../shared/domain/time.ts'
import { renderReport } from '../../shared/report/page.ts'
import { ScopeProgress } from '../../shared/store/scope-progress.ts'
import { renderMarkdown, renderTerminal } from '../../shared/views/digest-text.ts'
import { DigestLab } from '../support/functions/digest-lab.ts'
import { startRobot } from '../support/receivers.ts'
import { diagnostic, NOW, row } from '../support/rows.ts'
import { tablestoreInstance } from '../support/store/tablestore-store.ts'

const lab = new DigestLab()
const timezone = 'Asia/Shanghai'

function read() {
  const work = { clock: lab.clock, signal: new AbortController().signal }
  return readDigest(lab.store, { timezone, rules: '2023-09' }, work)
}

/** The line under the title, in every rendering. */
async function first(language: 'en' | 'zh' = 'en'): Promise<string> {
  const digest = await read()
  const line = renderTerminal(digest, { language, timezone, colour: false }).split('\n')[1] ?? ''
  const plain = (text: string) => text.replace(/[`\\]/g, '')
  expect(plain(renderMarkdown(digest, { language, timezone })).split('\n\n')[1]).toBe(line)
  const html = [...renderReport({ rows: [], digest, language, timezone })].join('')
  if (digest.night.state !== 'done') expect(html.replace(/<\/?code>/g, '')).toContain(`<p class="alert">${line}</p>`)
  return line
}

describe.each([
  [
    'en',
    /^Nothing has been audited yet/,
    /^The audit of last night did not run/,
    /^The last audit has produced no verdicts yet/,
  ],
  ['zh', /^尚未审计任何内容/, /^昨夜的审计没有运行/, /^最近一次审计尚未得出任何结论/],
] as const)('the digest begins, in %s,', (language, never, missed, nothing) => {
  it('with that nothing was ever audited', async () => {
    expect(await first(language)).toMatch(never)
  })

  it('with that the audit of last night did not run, and when the last one was', async () => {
    await lab.store.readiness.put([row()])
    await lab.run(['cn-hangzhou'], ['cn-hangzhou'], 27 * HOUR)
    lab.now += 27 * HOUR
    expect(await first(language)).toMatch(missed)
    expect(await first(language)).toContain('2026-11-23 02:15')
  })

  it('with that the run has judged nothing', async () => {
    await lab.run(['cn-hangzhou'], [])
    expect(await first(language)).toMatch(nothing)
  })
})

describe('a night', () => {
  it('that went as it should is told without a word of it', async () => {
    await lab.store.readiness.put([row()])
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou', 'cn-beijing'])
    expect((await read()).night).toMatchObject({ state: 'done', unfinished: [] })
    expect(await first()).toMatch(/^1 key · rules/)
  })

  it('that is not finished names the regions that are missing', async () => {
    const regions = ['cn-a', 'cn-b', 'cn-c', 'cn-d', 'cn-e', 'cn-f', 'cn-g']
    await lab.run(['cn-hangzhou', ...regions], ['cn-hangzhou'])
    expect(await first()).toMatch(/^The last audit has not finished: 1234567890123456 cn-a, .* cn-e \+2 more$/)
  })

  it('in which a region refused is finished: the refusal is told with what could not be read', async () => {
    await lab.run(['cn-hangzhou', 'cn-beijing'], ['cn-hangzhou'])
    const mark = { run: '2026-11-23T01:25:00Z', asOf: '2026-11-23T01:25:00Z', ok: false, keys: 0 }
    await new ScopeProgress(lab.store, '1234567890123456:cn-beijing').putInventoryMark(mark)
    expect((await read()).night.state).toBe('done')
  })

  it('in which no account could be entered began, and judged nothing', async () => {
    await lab.run(['cn-hangzhou'], ['cn-hangzhou'], 24 * HOUR)
    const refused = diagnostic({ asOf: '2026-11-23T01:15:00Z' })
    await new ScopeProgress(lab.store, '1234567890123456:*').putDiagnostics('inventory', [refused])
    expect((await read()).night).toMatchObject({ state: 'nothing-judged', lastAsOf: refused.asOf })
  })

  it('that is known by its rows alone counts by them', async () => {
    await lab.store.readiness.put([row()])
    expect((await read()).night).toMatchObject({ state: 'done', lastAsOf: row().checkedAt })
    lab.now += 27 * HOUR
    expect((await read()).night.state).toBe('missed')
  })
})

describe('a digest of a night that did not happen', () => {
  it('goes out from a store that no audit has made, and once', async () => {
    const instance = await tablestoreInstance()
    onTestFinished(() => instance.dispose())
    const group = await startRobot({ clock: () => NOW })
    lab.channels = group.address
    for (const outcome of ['sent', 'already-sent']) {
      const store = await instance.open('mark')
      expect(await lab.outcomes({ store })).toEqual([outcome])
    }
    expect(group.messages[0]?.text).toMatch(/^# .*\n\nNothing has been audited yet/)
  })
})
