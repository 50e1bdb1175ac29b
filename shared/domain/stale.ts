import type { Language } from './language.ts'
import type { Finding, ReadinessRow } from './readiness.ts'
import { textOf } from './rules/finding-data.ts'
import type { RenderedFinding } from './rules/render-finding.ts'
import { HOUR, type Instant, iso } from './time.ts'
import type { Verdict } from './verdict.ts'

/** A row that no run has judged for longer than this says nothing of today (docs/verdicts.md). */
export const STALE_AFTER = 48 * HOUR

/** Clocks may differ this much; a check that lies further ahead was made by a clock that is wrong. */
const AHEAD = HOUR

/** The rule id of the finding that a stale row is shown with. No rule pack holds it: only showing a row makes it fire. */
export const STALE_RULE = 'stale'

/** Whether a row that was checked then says nothing of `now`. A time that cannot be read is no proof of a check. */
export function isStale(checkedAt: string, now: Instant): boolean {
  const age = now - Date.parse(checkedAt)
  return !(age >= -AHEAD && age <= STALE_AFTER)
}

/** The verdict that a key is shown with at `now`. */
export function shownVerdict(key: { readonly checkedAt: string; readonly verdict: Verdict }, now: Instant): Verdict {
  return new ShownVerdicts(now).of(key)
}

/** The same for many keys at one moment: a run checks many of them at one, which is looked at once. */
export class ShownVerdicts {
  readonly #now: Instant
  readonly #stale = new Map<string, boolean>()

  constructor(now: Instant) {
    this.#now = now
  }

  of({ checkedAt, verdict }: Parameters<typeof shownVerdict>[0]): Verdict {
    const stale = this.#stale.get(checkedAt) ?? isStale(checkedAt, this.#now)
    this.#stale.set(checkedAt, stale)
    return stale ? 'unknown' : verdict
  }
}

/** The last moment at which a row that was checked then is shown as it is `now`. */
export function freshUntil(checkedAt: string, now: Instant): Instant {
  const checked = Date.parse(checkedAt)
  if (!isStale(checkedAt, now)) return checked + STALE_AFTER
  return checked > now ? checked - AHEAD - 1 : Number.POSITIVE_INFINITY
}

/** A row as it may be shown at `now`: `unknown`, with the reason, when it was not checked for more than 48 hours, or only in the future. */
export function applyStaleness(row: ReadinessRow, now: Instant): ReadinessRow {
  if (row.staleVerdict !== undefined || !isStale(row.checkedAt, now)) return row
  const ahead = Date.parse(row.checkedAt) > now
  const data = { checkedAt: row.checkedAt, verdict: row.verdict, ...(ahead ? { ahead: 1 } : {}) }
  const { message, action } = staleTexts(data, 'en')
  const finding: Finding = { rule: STALE_RULE, effect: 'unknown', message, action, source: '', events: [], data }
  return { ...row, verdict: 'unknown', staleVerdict: row.verdict, findings: [finding, ...row.findings] }
}

/** When a row that is shown as stale became so, ISO 8601 UTC; undefined where the time of its check is none, or came from a wrong clock. */
export function staleSince({ checkedAt, findings }: ReadinessRow): string | undefined {
  const ahead = findings.some(({ rule, data }) => rule === STALE_RULE && data.ahead !== undefined)
  const since = Date.parse(checkedAt) + STALE_AFTER
  return ahead || Number.isNaN(since) ? undefined : iso(since)
}

type StaleTexts = (checkedAt: string, verdict: string) => RenderedFinding

const STALE: Readonly<Record<Language, StaleTexts>> = {
  en: (at, verdict) => ({
    title: 'Not checked recently',
    message: `Not checked since ${at}, more than 48 hours ago; the verdict was ${verdict} then.`,
    action: 'Run the audit again. If the key is still not checked, see the diagnostics of its account and region.',
  }),
  zh: (at, verdict) => ({
    title: '结论已过期',
    message: `自 ${at} 起未再检查（超过 48 小时），当时的结论为 ${verdict}。`,
    action: '请重新运行审计；若仍未检查，请查看该账号和地域的诊断信息。',
  }),
}

const AHEAD_OF_TIME: Readonly<Record<Language, StaleTexts>> = {
  en: (at, verdict) => ({
    title: 'Checked in the future',
    message: `Checked at ${at}, which lies in the future: the clock of that run was wrong; the verdict was ${verdict}.`,
    action: 'Set the clock, delete the row of the key from the table, and run the audit again.',
  }),
  zh: (at, verdict) => ({
    title: '检查时间晚于当前时间',
    message: `检查时间 ${at} 尚未到来，当时运行审计的机器时钟有误；结论为 ${verdict}。`,
    action: '请校正时钟，并将该密钥的行从表中删除后重新运行审计。',
  }),
}

/** What the stale finding says. `data` is that of the finding. */
export function staleTexts(data: Finding['data'], language: Language): RenderedFinding {
  const texts = data.ahead === undefined ? STALE : AHEAD_OF_TIME
  return texts[language](textOf(data, 'checkedAt'), textOf(data, 'verdict'))
}
