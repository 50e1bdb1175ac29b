variable "region" {
  description = "Region of the functions, of Tablestore and of the log."
  type        = string
  default     = "cn-hangzhou"
}

variable "instance" {
  description = "Tablestore instance to be made; its name becomes part of a host name."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.instance))
    error_message = "An instance name has 3 to 16 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen."
  }
}

variable "log_project" {
  description = "Simple Log Service project to be made; no other customer may have its name."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.log_project))
    error_message = "A project name has 3 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen."
  }
}

variable "log_store" {
  description = "Logstore to be made in it."
  type        = string
  default     = "functions"
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9_-]{1,34}[a-z0-9]$", var.log_store))
    error_message = "A logstore name has 3 to 36 lower-case letters, digits, hyphens and underscores, and begins and ends with a letter or digit."
  }
}

variable "log_retention_days" {
  description = "Days that logs of the functions are kept."
  type        = number
  default     = 30
  validation {
    condition     = var.log_retention_days >= 1 && var.log_retention_days <= 3600 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "Logs are kept for 1 to 3600 whole days."
  }
}

variable "vpc" {
  description = "VPC that the functions run in: then the instance admits VPCs and the console only. null: all networks."
  type        = object({ id = string, vswitch_ids = list(string), security_group_id = string })
  default     = null
  validation {
    condition     = try(length(var.vpc.vswitch_ids) > 0, var.vpc == null)
    error_message = "A VPC needs a vSwitch at least."
  }
}

variable "tags" {
  description = "Tags of everything that takes any, of an instance 5 at most. null: those of deploy/tags.json."
  type        = map(string)
  default     = null
}

variable "alarm_contact_groups" {
  description = "Alarm contact groups of CloudMonitor that are called when a function fails, a night is not done or no digest was delivered. They must exist. None: no alarms."
  type        = list(string)
  default     = []
}

variable "auditor_role" {
  description = "Role of inventory, usage and assess."
  type        = string
  default     = "cmk-readiness-auditor"
}

variable "reader_role" {
  description = "Role of digest and query."
  type        = string
  default     = "cmk-readiness-reader"
}

variable "decisions_over_http" {
  description = "Whether digest and query may add decisions of people to the tables: set it where CMK_STATE_TOKEN is set."
  type        = bool
  default     = false
}

variable "secrets" {
  description = "Secrets of KMS that digest and query may read, and the keys that encrypt them: acs:kms:<region>:*:secret/<name>, acs:kms:<region>:*:key/<id>."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for arn in var.secrets : can(regex("^acs:kms:[a-z0-9-]+:([0-9]+|[*]):(secret|key)/[A-Za-z0-9_/+=.@-]+$", arn))])
    error_message = "Each is acs:kms:<region>:*:secret/<name> or acs:kms:<region>:*:key/<id>, without * in the name."
  }
}

variable "config_object" {
  description = "Object of OSS that holds the configuration, where CMK_CONFIG is oss://<bucket>/<key>: <bucket>/<key>."
  type        = string
  default     = ""
  validation {
    condition     = can(regex("^(|[a-z0-9][a-z0-9-]{1,61}[a-z0-9]/[A-Za-z0-9_./-]+)$", var.config_object))
    error_message = "It is <bucket>/<key>, without * in it."
  }
}

variable "audited_role" {
  description = "Role that the auditor may assume in other accounts (deploy/policies/audited.json)."
  type        = string
  default     = "cmk-readiness-audited"
}
