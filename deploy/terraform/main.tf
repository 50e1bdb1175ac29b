# What Serverless Devs cannot make: the two roles of the functions, the Tablestore instance and who may reach it, where the functions log, and alarms.
# Arguments as of https://github.com/aliyun/terraform-provider-alicloud/tree/master/website/docs/r (ram_role, ram_policy,
# ram_role_policy_attachment, ots_instance, ots_instance_attachment, log_project, log_store, log_store_index, cms_alarm).
terraform {
  required_version = ">= 1.3"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.252.0" # assume_role_policy_document
    }
  }
}

provider "alicloud" {
  region = var.region
}

locals {
  # The policies themselves are generated: see deploy/policies. These are the names in them.
  places = {
    region       = var.region
    instance     = var.instance
    audited_role = var.audited_role
    log_project  = var.log_project
    log_store    = var.log_store
    # Between the quotes of one item of a list: more items.
    secrets       = join("\", \"", var.secrets)
    config_object = var.config_object
  }
  in_vpc = var.vpc != null
  store  = "tablestore:https://${var.instance}.${var.region}.${local.in_vpc ? "vpc.tablestore" : "ots"}.aliyuncs.com"
  # The same as s.yaml gives the functions.
  tags = coalesce(var.tags, { for tag in jsondecode(file("${path.module}/../tags.json")) : tag.key => tag.value })
  roles = {
    auditor = { name = var.auditor_role, description = "Reads KMS and ActionTrail, writes the tables of cmk-readiness." }
    reader  = { name = var.reader_role, description = "Reads the tables of cmk-readiness, writes what it has told to whom." }
  }
}

resource "alicloud_ram_role" "this" {
  for_each                    = local.roles
  role_name                   = each.value.name
  description                 = each.value.description
  assume_role_policy_document = file("${path.module}/../policies/trust.json")
  tags                        = local.tags
}

resource "alicloud_ram_policy" "this" {
  for_each        = local.roles
  policy_name     = each.value.name
  description     = each.value.description
  policy_document = templatefile("${path.module}/../policies/${each.key}.json", local.places)
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
  tags            = local.tags
}

resource "alicloud_ram_role_policy_attachment" "this" {
  for_each    = local.roles
  role_name   = alicloud_ram_role.this[each.key].role_name
  policy_name = alicloud_ram_policy.this[each.key].policy_name
  policy_type = "Custom"
}

resource "alicloud_ram_policy" "decider" {
  count           = var.decisions_over_http ? 1 : 0
  policy_name     = "${var.reader_role}-decides"
  description     = "Adds decisions of people to the tables of cmk-readiness."
  policy_document = templatefile("${path.module}/../policies/decider.json", local.places)
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
  tags            = local.tags
}

resource "alicloud_ram_role_policy_attachment" "decider" {
  count       = var.decisions_over_http ? 1 : 0
  role_name   = alicloud_ram_role.this["reader"].role_name
  policy_name = alicloud_ram_policy.decider[0].policy_name
  policy_type = "Custom"
}

resource "alicloud_ram_policy" "secret_reader" {
  count           = length(var.secrets) > 0 ? 1 : 0
  policy_name     = "${var.reader_role}-reads-secrets"
  description     = "Reads the secrets of cmk-readiness in KMS."
  policy_document = templatefile("${path.module}/../policies/secret-reader.json", local.places)
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
  tags            = local.tags
}

resource "alicloud_ram_role_policy_attachment" "secret_reader" {
  count       = length(var.secrets) > 0 ? 1 : 0
  role_name   = alicloud_ram_role.this["reader"].role_name
  policy_name = alicloud_ram_policy.secret_reader[0].policy_name
  policy_type = "Custom"
}

resource "alicloud_ram_policy" "config_reader" {
  count           = var.config_object == "" ? 0 : 1
  policy_name     = "${var.reader_role}-reads-config"
  description     = "Reads the configuration of cmk-readiness in OSS."
  policy_document = templatefile("${path.module}/../policies/config-reader.json", local.places)
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
  tags            = local.tags
}

resource "alicloud_ram_role_policy_attachment" "config_reader" {
  for_each    = { for name, role in local.roles : name => role if var.config_object != "" }
  role_name   = alicloud_ram_role.this[each.key].role_name
  policy_name = alicloud_ram_policy.config_reader[0].policy_name
  policy_type = "Custom"
}

resource "alicloud_ots_instance" "this" {
  name        = var.instance
  description = "cmk-readiness"
  # Set on purpose, because the provider's default has changed. Functions without a VPC come by the public endpoint.
  network_type_acl = local.in_vpc ? ["VPC"] : ["INTERNET", "VPC", "CLASSIC"]
  # The console.
  network_source_acl = ["TRUST_PROXY"]
  tags               = local.tags

  lifecycle {
    # What was read of a trail that is gone by now exists nowhere else.
    prevent_destroy = true
  }
}

resource "alicloud_ots_instance_attachment" "this" {
  count         = local.in_vpc ? 1 : 0
  instance_name = alicloud_ots_instance.this.name
  vpc_name      = "cmkreadiness"
  vswitch_id    = var.vpc.vswitch_ids[0]
}

resource "alicloud_log_project" "this" {
  project_name = var.log_project
  description  = "cmk-readiness"
  tags         = local.tags
}

resource "alicloud_log_store" "this" {
  project_name     = alicloud_log_project.this.project_name
  logstore_name    = var.log_store
  retention_period = var.log_retention_days
  shard_count      = 1
}

resource "alicloud_log_store_index" "this" {
  project  = alicloud_log_project.this.project_name
  logstore = alicloud_log_store.this.logstore_name
  full_text {
    case_sensitive = false
    token          = ", '\";=()[]{}?@&<>/:\n\t\r"
  }
}

locals {
  # As deploy/alarm-rules.ts has them.
  alarms = {
    "cmk-readiness-function-fails"          = ["inventory", "usage", "assess", "query"]
    "cmk-readiness-night-or-digest-missing" = ["digest"]
  }
}

resource "alicloud_cms_alarm" "this" {
  for_each          = length(var.alarm_contact_groups) > 0 ? local.alarms : {}
  name              = each.key
  project           = "acs_fc"
  metric            = "FunctionFunctionErrors"
  period            = 60
  contact_groups    = var.alarm_contact_groups
  metric_dimensions = jsonencode([for name in each.value : { region = var.region, functionName = "cmk-readiness-${name}" }])
  tags              = local.tags
  escalations_critical {
    statistics          = "Value"
    comparison_operator = ">="
    threshold           = "1"
    times               = 1
  }
}
