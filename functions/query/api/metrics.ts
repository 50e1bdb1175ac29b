import type { RulePack } from '../../../shared/domain/rules/rule-packs.ts'
import { type Scope, scopeId } from '../../../shared/domain/scope.ts'
import { type Instant, SECOND } from '../../../shared/domain/time.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import type { Store } from '../../../shared/store/store.ts'
import { readRuns } from '../../digest/last-run.ts'
import { readEvidence } from '../read-evidence.ts'
import { aggregate, summaryOf } from './summary.ts'

/** https://prometheus.io/docs/instrumenting/exposition_formats/, "Text-based format" */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const NIGHTS = ['done', 'unfinished', 'nothing-judged', 'missed', 'never'] as const

type Labels = Readonly<Record<string, string>>
type Sample = readonly [labels: Labels, value: number]

/** What the tables hold at `now`, as gauges for Prometheus. Reads the summary of every scope. */
export async function metrics(
  store: Pick<Store, 'readiness' | 'progress'>,
  rules: RulePack,
  now: Instant,
): Promise<string> {
  const [scopes, runs, evidence] = await Promise.all([
    store.readiness.scopeSummaries(),
    readRuns(store),
    readEvidence(store),
  ])
  const { totals, freshness, gaps, night, diagnostics } = summaryOf(aggregate(scopes, now), runs, rules, now)
  const keys = totals.byScope.flatMap((scope) =>
    VERDICTS.map((verdict): Sample => [{ ...place(scope), verdict }, scope.byVerdict[verdict] ?? 0]),
  )
  const withGaps = new Map(gaps.map((scope) => [scopeId(scope), scope.keys]))
  const age = night.lastAsOf === null ? [] : [[{}, (now - Date.parse(night.lastAsOf)) / SECOND] as const]
  return [
    gauge('keys', 'Keys by the verdict that they are shown with.', keys),
    gauge(
      'stale_keys',
      'Keys that were not checked for two days.',
      freshness.map((each) => [place(each), each.stale]),
    ),
    gauge(
      'keys_with_gaps',
      'Keys whose observation window was not read completely.',
      totals.byScope.map((each) => [place(each), withGaps.get(scopeId(each)) ?? 0]),
    ),
    gauge(
      'calls',
      'Cryptographic calls seen in the observation windows of keys.',
      scopes.map((each) => [place(each), each.calls]),
    ),
    gauge(
      'coverage_ratio',
      'How much of the longest observation window was read, from 0 to 1.',
      evidence.flatMap((each): Sample[] =>
        each.days === 0 ? [] : [[place(each), (each.days - each.missingDays) / each.days]],
      ),
    ),
    gauge(
      'window_days',
      'Days of the longest observation window.',
      evidence.map((each) => [place(each), each.days]),
    ),
    gauge(
      'missing_days',
      'Days of it that were not read.',
      evidence.map((each) => [place(each), each.missingDays]),
    ),
    gauge('last_night_age_seconds', 'Seconds since the evaluation time of the last night.', age),
    gauge(
      'last_night',
      'How the last night went.',
      NIGHTS.map((state) => [{ state }, night.state === state ? 1 : 0]),
    ),
    gauge('unfinished_scopes', 'Accounts and regions that the last night has not judged.', [
      [{}, night.unfinished.length],
    ]),
    gauge('diagnostics', 'What the last runs could not read.', [[{}, diagnostics.length]]),
  ].join('')
}

function place({ accountId, region }: Scope): Labels {
  return { account: accountId, region }
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const full = `cmk_readiness_${name}`
  const lines = samples.map(([labels, value]) => `${full}${labelled(labels)} ${value}\n`)
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join('')}`
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join()}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
