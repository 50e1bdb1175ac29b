import type { IndexSettings } from '../../shared/cloud/evidence-setup.ts'
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
  readonly hasTrail: boolean
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
  const { missing, changed, index, target } = parts ?? {
    ...{ missing: undefined, changed: new Set<StepId>(), index: wantedIndex(), target: undefined },
  }
  const isMade = (...ids: StepId[]) => missing === undefined || ids.some((id) => missing.has(id))
  const makesLogstore = isMade('trail') && !changed.has('trail')
  const blocks = [
    ...(isMade('project') ? [PROJECT] : []),
    ...(makesLogstore || changed.has('retention')
      ? [...imports(changed, 'retention', 'alicloud_log_store.events'), logstore(isMade('project'))]
      : []),
    ...(makesLogstore || isMade('index')
      ? [...imports(changed, 'index', 'alicloud_sls_index.events'), indexBlock(index, makesLogstore)]
      : []),
    ...(isMade('trail', 'logging')
      ? [
          ...imports(
            isMade('trail') && !changed.has('trail') ? new Set() : new Set(['trail']),
            'trail',
            'alicloud_actiontrail_trail.all',
          ),
          trail(makesLogstore || isMade('index')),
        ]
      : []),
    ...(isMade('history') ? [history(isMade('trail', 'logging'), isMade('index') || makesLogstore)] : []),
  ]
  const version = blocks.some((block) => block.startsWith('import')) ? '1.5' : '1.3'
  return [...[...preamble, ...SOURCES].map((line) => `# ${line}`), head(version), variables(target), ...blocks, OUTPUT]
    .join('\n\n')
    .replace(/^(# .*)\n\n(?=# )/gm, '$1\n')
    .concat('\n')
}

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

function imports(changed: ReadonlySet<string>, id: StepId, address: string): string[] {
  if (!changed.has(id)) return []
  const at = id === 'trail' ? 'var.trail' : `"\${var.project}:\${local.logstore}"`
  return [`import {\n  to = ${address}\n  id = ${at}\n}`]
}

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
    return `{\n${members.map(([name, each]) => `${inner}${hcl(name)} = ${hcl(each, inner)}\n`).join('')}${indent}}`
  }
  return JSON.stringify(value).replaceAll('${', '$${').replaceAll('%{', '%%{')
}
