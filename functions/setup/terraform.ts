import type { IndexSettings } from '../../shared/cloud/log-setup.ts'
import type { StepId } from './plan.ts'
import { DEFAULT_DAYS, DEFAULT_TRAIL, type SetupTarget } from './target.ts'
import { wantedIndex } from './wanted-index.ts'

/** What a template shall make or change; without it: everything, for any account. */
export interface TemplateParts {
  readonly target: Pick<SetupTarget, 'region' | 'logRegion' | 'trail' | 'project' | 'days'>
  /** What is missing. */
  readonly missing: ReadonlySet<StepId>
  /** Of what is missing: is there, and has to be changed. */
  readonly changed: ReadonlySet<StepId>
  /** The index as it shall be. */
  readonly index: IndexSettings
}

/** Comment lines that stand above. */
export type Preamble = readonly string[]

const SOURCES = [
  'Arguments as of https://github.com/aliyun/terraform-provider-alicloud/tree/master/website/docs/r (log_project, log_store, sls_index,',
  'actiontrail_trail, actiontrail_history_delivery_job). The index is an alicloud_sls_index because alicloud_log_store_index has no max_text_len.',
  'The logstore has the name that ActionTrail looks for. Run `evidence setup` afterwards: it says whether anything is missing still.',
]

/** What is missing as Terraform. What is there and has to be changed is imported first, which takes Terraform 1.5. */
export function terraformOf(parts: TemplateParts | undefined, preamble: Preamble): string {
  const isMissing = (id: StepId) => parts === undefined || parts.missing.has(id)
  const isChanged = (id: StepId) => parts?.changed.has(id) === true
  const makesProject = isMissing('project')
  const makesTrail = isMissing('trail') && !isChanged('trail')
  // The logstore of a trail that is there comes with its first delivery.
  const hasLogstore = makesTrail || isChanged('retention')
  const hasIndex = makesTrail || isChanged('index')
  const hasTrail = isMissing('trail') || isMissing('logging')
  const hasHistory = isMissing('history') && (hasIndex || !isMissing('index'))
  const later = isMissing('history') && !hasHistory ? [LATER] : []
  const imported = [
    ...(isChanged('retention') ? [imports('alicloud_log_store.events', LOGSTORE_ID)] : []),
    ...(isChanged('index') ? [imports('alicloud_sls_index.events', LOGSTORE_ID)] : []),
    ...(hasTrail && !makesTrail ? [imports('alicloud_actiontrail_trail.all', 'var.trail')] : []),
  ]
  const blocks = [
    [...preamble, ...SOURCES, ...later].map((line) => `# ${line}`).join('\n'),
    head(imported.length > 0 ? '1.5' : '1.3'),
    variables(parts?.target),
    ...imported,
    ...(makesProject ? [PROJECT] : []),
    ...(hasLogstore ? [logstore(makesProject)] : []),
    ...(hasIndex ? [indexBlock(parts?.index ?? wantedIndex(), hasLogstore)] : []),
    ...(hasTrail ? [trail(hasIndex)] : []),
    ...(hasHistory ? [history(hasTrail, hasIndex)] : []),
    OUTPUT,
  ]
  return `${blocks.join('\n\n')}\n`
}

const LATER =
  'The trail has not delivered yet, and ActionTrail makes its logstore with the first delivery: run this again then, for the rest.'

function head(version: string): string {
  return `terraform {
  required_version = ">= ${version}"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.260.0" # alicloud_sls_index
    }
  }
}

provider "alicloud" {
  region = var.region
}

data "alicloud_account" "current" {}

locals {
  logstore = "actiontrail_\${var.trail}"
}`
}

function variables(target: TemplateParts['target'] | undefined): string {
  const all: readonly (readonly [string, string, string, string | number | undefined])[] = [
    ['region', 'Home of the trail, and place of the project.', 'string', target?.region ?? 'cn-hangzhou'],
    [
      'trail',
      'Name of the trail: 6 to 36 lower-case letters, digits, hyphens and underscores, a letter first.',
      'string',
      target?.trail ?? DEFAULT_TRAIL,
    ],
    ['project', 'Log Service project; no other customer may have its name.', 'string', target?.project],
    ['days', 'Days that events are kept.', 'number', target?.days ?? DEFAULT_DAYS],
  ]
  return all
    .map(([name, description, type, value]) => {
      const width = value === undefined ? '' : `\n  default     = ${JSON.stringify(value)}`
      return `variable "${name}" {\n  description = ${JSON.stringify(description)}\n  type        = ${type}${width}\n}`
    })
    .join('\n\n')
}

const PROJECT = `resource "alicloud_log_project" "events" {
  project_name = var.project
  description  = "cmk-readiness: events of ActionTrail"
}`

function logstore(hasProject: boolean): string {
  return `resource "alicloud_log_store" "events" {
  project_name     = ${hasProject ? 'alicloud_log_project.events.project_name' : 'var.project'}
  logstore_name    = local.logstore
  retention_period = var.days
  shard_count      = 2

  lifecycle {
    # What was delivered exists nowhere else once ActionTrail has forgotten it.
    prevent_destroy = true
    ignore_changes  = [shard_count, auto_split, max_split_shard_count, append_meta, mode, hot_ttl]
  }
}`
}

function indexBlock({ keys, line, max_text_len }: IndexSettings, hasLogstore: boolean): string {
  const full = JSON.parse(JSON.stringify(line ?? {})) as { token?: string[]; caseSensitive?: boolean; chn?: boolean }
  return `resource "alicloud_sls_index" "events" {
  project_name  = var.project
  logstore_name = ${hasLogstore ? 'alicloud_log_store.events.logstore_name' : 'local.logstore'}
  max_text_len  = ${max_text_len}
  line {
    case_sensitive = ${full.caseSensitive ?? false}
    chn            = ${full.chn ?? false}
    token          = ${hcl(full.token ?? [])}
  }
  keys = jsonencode(${hcl(keys, '  ')})
}`
}

function trail(dependsOnIndex: boolean): string {
  return `resource "alicloud_actiontrail_trail" "all" {
  trail_name      = var.trail
  event_rw        = "All"
  trail_region    = "All"
  status          = "Enable"
  sls_project_arn = "acs:log:\${var.region}:\${data.alicloud_account.current.id}:project/\${var.project}"${dependsOnIndex ? '\n  depends_on      = [alicloud_sls_index.events]' : ''}
}`
}

function history(hasTrail: boolean, hasIndex: boolean): string {
  const needs = hasIndex && !hasTrail ? '\n  depends_on = [alicloud_sls_index.events]' : ''
  return `# An account may need to be allowed to have one: ask for it in a ticket for ActionTrail.
resource "alicloud_actiontrail_history_delivery_job" "past" {
  trail_name = ${hasTrail ? 'alicloud_actiontrail_trail.all.trail_name' : 'var.trail'}${needs}
}`
}

function imports(address: string, id: string): string {
  return `import {\n  to = ${address}\n  id = ${id}\n}`
}

const LOGSTORE_ID = `"\${var.project}:\${local.logstore}"`

const OUTPUT = `output "source" {
  description = "CMK_SOURCE"
  value       = "sls:\${var.region}/\${var.project}/\${local.logstore}"
}`

/** A value of JSON as HCL, whose quoted texts know \`\${\` and \`%{\` besides. */
function hcl(value: unknown, indent = ''): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[${value.map((each) => hcl(each)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined)
    if (members.every(([, each]) => typeof each !== 'object'))
      return `{ ${members.map(([name, each]) => `${hcl(name)} = ${hcl(each)}`).join(', ')} }`
    return `{\n${members.map(([name, each]) => `${inner}${hcl(name)} = ${hcl(each, inner)}\n`).join('')}${indent}}`
  }
  return JSON.stringify(value).replaceAll('${', '$${').replaceAll('%{', '%%{')
}
