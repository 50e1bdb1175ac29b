import { stringify } from 'yaml'
import { DEFAULT_DAYS, DEFAULT_TRAIL } from './target.ts'
import type { Preamble, TemplateParts } from './terraform.ts'
import { COLUMNS, FIELD, TOKENS } from './wanted-index.ts'

const SOURCES = [
  "Resource types and properties as of the vendor's pages:",
  '  https://www.alibabacloud.com/help/en/ros/developer-reference/aliyun-actiontrail-trail (also …-traillogging, …-historydeliveryjob)',
  '  https://www.alibabacloud.com/help/en/ros/developer-reference/aliyun-sls-index (also …-sls-project, …-sls-logstore)',
  'The stack, in the region of the trail:',
  '  aliyun ros CreateStack --RegionId <region> --StackName cmk-readiness-evidence --TimeoutInMinutes 60 --TemplateBody "$(cat <this file>)" \\',
  '    --Parameters.1.ParameterKey LogProject --Parameters.1.ParameterValue <project>',
  'ROS cannot set how long a text is before SQL cuts it (max_text_len), and an index is for what is delivered after it. So, when the stack is made:',
  'run `evidence setup`, which prints the command that sets it, and then update the stack with DeliverHistory=true (or let `--apply` do both).',
]

const REGION = `\${ALIYUN::Region}`
const LOGSTORE = `actiontrail_\${TrailName}`

/** What is missing as a template of Resource Orchestration Service; without `parts`: everything. What is there already ROS cannot change. */
export function rosOf(parts: TemplateParts | undefined, preamble: Preamble): string {
  const isMade = (id: 'project' | 'trail' | 'logging' | 'history') =>
    parts === undefined || (parts.missing.has(id) && !parts.changed.has(id))
  const hasHistory = isMade('history') && (isMade('trail') || !parts?.missing.has('index'))
  const changes =
    parts && parts.changed.size > 0
      ? [`What is there already ROS cannot change (${[...parts.changed].join(', ')}): see --format commands.`]
      : []
  const made = [
    ...(isMade('project') ? ([['Project', PROJECT]] as const) : []),
    ...(isMade('trail')
      ? ([
          ['Logstore', needing(LOGSTORE_RESOURCE, isMade('project') && 'Project')],
          ['Index', needing(INDEX, 'Logstore')],
          ['Trail', needing(TRAIL, 'Index')],
        ] as const)
      : []),
    ...(isMade('logging') ? ([['Logging', needing(LOGGING, isMade('trail') && 'Trail')]] as const) : []),
    ...(hasHistory ? ([['History', needing(HISTORY, isMade('logging') && 'Logging')]] as const) : []),
  ]
  const { target } = parts ?? {}
  const template = {
    Description: 'cmk-readiness: a trail of all events into Log Service, and the last 90 days of them.',
    Parameters: {
      TrailName: { ...text('Name of the trail.', '^[a-z][a-z0-9_-]{5,35}$'), Default: target?.trail ?? DEFAULT_TRAIL },
      LogProject: {
        ...text('Log Service project; no other customer may have its name.', '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'),
        ...(target && { Default: target.project }),
      },
      KeepDays: {
        Type: 'Number',
        Description: 'Days that events are kept.',
        MinValue: 91,
        MaxValue: 3_650,
        Default: target?.days ?? DEFAULT_DAYS,
      },
      ...(hasHistory
        ? {
            DeliverHistory: {
              ...{ Type: 'String', AllowedValues: ['false', 'true'], Default: 'false' },
              Description: 'Deliver the last 90 days, once the index is as it shall be.',
            },
          }
        : {}),
    },
    ...(hasHistory ? { Conditions: { Past: { 'Fn::Equals': [{ Ref: 'DeliverHistory' }, 'true'] } } } : {}),
    ...(made.length > 0 ? { Resources: Object.fromEntries(made) } : {}),
    Outputs: {
      Source: { Description: 'CMK_SOURCE', Value: { 'Fn::Sub': `sls:${REGION}/\${LogProject}/${LOGSTORE}` } },
    },
  }
  const head = [...preamble, ...changes, ...SOURCES].map((line) => `# ${line}\n`).join('')
  const body = stringify(template, { aliasDuplicateObjects: false, lineWidth: 0 })
  return `${head}ROSTemplateFormatVersion: "2015-09-01"\n${body}`
}

function text(Description: string, AllowedPattern: string) {
  return { Type: 'String', Description, AllowedPattern }
}

function needing<T extends object>(resource: T, other: string | false): T & { DependsOn?: string } {
  return other === false ? resource : { ...resource, DependsOn: other }
}

const PROJECT = {
  Type: 'ALIYUN::SLS::Project',
  Properties: { Name: { Ref: 'LogProject' }, Description: 'cmk-readiness: events of ActionTrail' },
}

const LOGSTORE_RESOURCE = {
  Type: 'ALIYUN::SLS::Logstore',
  // What was delivered exists nowhere else once ActionTrail has forgotten it.
  DeletionPolicy: 'Retain',
  Properties: {
    ProjectName: { Ref: 'LogProject' },
    LogstoreName: { 'Fn::Sub': LOGSTORE },
    TTL: { Ref: 'KeepDays' },
    ShardCount: 2,
  },
}

const INDEX = {
  Type: 'ALIYUN::SLS::Index',
  Properties: {
    ProjectName: { Ref: 'LogProject' },
    LogstoreName: { 'Fn::Sub': LOGSTORE },
    FullTextIndex: { Enable: true, CaseSensitive: false, IncludeChinese: false, Delimiter: TOKENS.join('') },
    KeyIndices: [
      {
        ...{ Name: FIELD, Type: 'json', EnableAnalytics: true, CaseSensitive: false, IncludeChinese: false },
        Delimiter: TOKENS.join(''),
        JsonKeyIndices: COLUMNS.map((Name) => ({ Name, Type: 'text', EnableAnalytics: true })),
      },
    ],
  },
}

const TRAIL = {
  Type: 'ALIYUN::ACTIONTRAIL::Trail',
  Properties: {
    Name: { Ref: 'TrailName' },
    // Of all regions, which is what a trail of ROS is.
    EventRW: 'All',
    SlsProjectArn: { 'Fn::Sub': `acs:log:${REGION}:\${ALIYUN::TenantId}:project/\${LogProject}` },
  },
}

const LOGGING = { Type: 'ALIYUN::ACTIONTRAIL::TrailLogging', Properties: { Name: { Ref: 'TrailName' }, Enable: true } }

/** An account may need to be allowed to have one. */
const HISTORY = {
  Type: 'ALIYUN::ACTIONTRAIL::HistoryDeliveryJob',
  Condition: 'Past',
  Properties: { TrailName: { Ref: 'TrailName' } },
}
