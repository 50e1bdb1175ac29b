import type { Step, StepId } from './plan.ts'
import { DEFAULT_DAYS, logstoreOf, projectArn, type SetupTarget, sourceOf } from './target.ts'
import { COLUMNS, FIELD, MAX_TEXT, TOKENS } from './wanted-index.ts'

const COSTS = [
  'What it costs: the trail and the history job are free. Log Service charges for what it takes in, indexes and keeps: an event is 1 to 3 KB, so a',
  'million events are about 2 GB, some tenths of a US dollar, and as much again for each year that they are kept. The 90 days are taken in once.',
  'Prices: https://www.alibabacloud.com/product/log-service/pricing',
] as const

/** What is said above every form of what is missing. `trails`: those that the account has, a line each. */
export function preamble(target: SetupTarget, steps: readonly Step[], trails: readonly string[]): readonly string[] {
  const of = (state: (step: Step) => boolean) => steps.filter(state).map(({ text }) => `  ${text}`)
  const there = of(({ state }) => state === 'there')
  const missing = of(({ state }) => state === 'missing' || state === 'later' || state === 'waiting')
  const blocked = of(({ state }) => state === 'blocked')
  return [
    `90 days of evidence for the account ${target.accountId}, from ${sourceOf(target)}`,
    ...(trails.length > 0 ? ['Trails of the account:', ...trails.map((line) => `  ${line}`)] : []),
    ...(there.length > 0 ? ['There already, and stays as it is:', ...there] : []),
    ...(missing.length > 0 ? ['Missing:', ...missing] : ['Nothing is missing.']),
    ...(blocked.length > 0 ? ['To be decided first:', ...blocked] : []),
    ...(missing.length > 0 ? COSTS : []),
  ]
}

/** What is missing as commands of the `aliyun` CLI, for a POSIX shell. */
export function commandsOf(target: SetupTarget, steps: readonly Step[], trails: readonly string[]): string {
  const missing = steps.filter(({ state }) => state !== 'there' && state !== 'blocked')
  const isBlocked = steps.some(({ state }) => state === 'blocked')
  const lines = preamble(target, steps, trails).map(comment)
  if (missing.length === 0 || isBlocked) return text([...lines, ...(isBlocked ? [] : [source(target)])])
  return text([
    ...lines,
    comment(
      'Needs the aliyun CLI (https://github.com/aliyun/aliyun-cli) and jq, and the rights that evidence setup --format policy prints.',
    ),
    'set -eu',
    ...missing.flatMap((step) => ['', comment(step.text), ...COMMANDS[step.id](target, steps)]),
    '',
    source(target),
  ])
}

type Commands = (target: SetupTarget, steps: readonly Step[]) => readonly string[]

const COMMANDS: Readonly<Record<StepId, Commands>> = {
  project: ({ logRegion, project }) => [
    `aliyun sls create-project --region ${logRegion} --project-name ${project} --description 'cmk-readiness: events of ActionTrail'`,
  ],
  trail: (target, steps) => {
    const isThere = steps.some(({ id, isChange }) => id === 'trail' && isChange)
    const { region, trail } = target
    return [
      `aliyun actiontrail ${isThere ? 'UpdateTrail' : 'CreateTrail'} --region ${region} --Name ${trail} \\`,
      `  --TrailRegion All --EventRW All --SlsProjectArn ${projectArn(target)}`,
    ]
  },
  logging: ({ region, trail }) => [`aliyun actiontrail StartLogging --region ${region} --Name ${trail}`],
  delivery: (target) => [
    `until aliyun sls get-index ${at(target)} > index.json 2> /dev/null; do sleep 10; done`,
    `until aliyun actiontrail GetTrailStatus --region ${target.region} --Name ${target.trail} \\`,
    `  | jq -e '.LatestDeliveryLogServiceTime // "" | . != ""' > /dev/null; do sleep 10; done`,
  ],
  retention: (target, steps) => {
    const isKnown = steps.some(({ id, state }) => id === 'retention' && state === 'missing')
    // ActionTrail gives its logstores that much.
    if (!isKnown && target.days <= DEFAULT_DAYS)
      return [
        comment(`ActionTrail's own setting is ${DEFAULT_DAYS} days; look:`),
        `aliyun sls get-log-store ${at(target)} | jq .ttl`,
      ]
    return [
      '# An update resets what it leaves out: everything else is given as it is.',
      `aliyun sls get-log-store ${at(target)} > logstore.json`,
      `aliyun sls update-log-store ${at(target)} --logstore-name ${logstoreOf(target)} --ttl ${target.days} \\`,
      '  --shard-count "$(jq .shardCount logstore.json)" --auto-split "$(jq .autoSplit logstore.json)" \\',
      '  --max-split-shard "$(jq .maxSplitShard logstore.json)" --mode "$(jq -r .mode logstore.json)" \\',
      '  --append-meta "$(jq .appendMeta logstore.json)" --enable-tracking "$(jq .enable_tracking logstore.json)"',
    ]
  },
  index: (target) => [
    '# An update replaces the index whole: what is there is given again, with what is missing.',
    `aliyun sls get-index ${at(target)} > index.json`,
    `aliyun sls update-index ${at(target)} --max-text-len ${MAX_TEXT} \\`,
    `  --line "$(jq -c '.line' index.json)" \\`,
    `  --keys "$(jq -c '${mergeKeys()}' index.json)"`,
  ],
  history: (target) => [
    `aliyun actiontrail CreateDeliveryHistoryJob --region ${target.region} --TrailName ${target.trail}`,
    comment('It takes minutes to hours. 2 is done, 3 has failed:'),
    `aliyun actiontrail ListDeliveryHistoryJobs --region ${target.region} | jq '.DeliveryHistoryJobs[0].JobStatus'`,
  ],
}

/** A program of jq that adds the columns to `keys` of an index. */
function mergeKeys(): string {
  const columns = JSON.stringify(COLUMNS)
  const tokens = JSON.stringify(TOKENS).replaceAll("'", '\\u0027')
  const field = `(.${FIELD} // {"token": ${tokens}, "caseSensitive": false, "chn": false})`
  const leaves = `(${columns} | map({(.): {"type": "text", "doc_value": true}}) | add)`
  return `.keys | .${FIELD} = ${field} + {"type": "json", "doc_value": true} | .${FIELD}.json_keys = (.${FIELD}.json_keys // {}) + ${leaves}`
}

function at(target: SetupTarget): string {
  return `--region ${target.logRegion} --project ${target.project} --logstore ${logstoreOf(target)}`
}

function source(target: SetupTarget): string {
  return `export CMK_SOURCE=${sourceOf(target)}`
}

function comment(line: string): string {
  return `# ${line}`
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
