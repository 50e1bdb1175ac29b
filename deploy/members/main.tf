# The role by which the auditor enters an account, in the account of the provider: one apply (or one module with its provider) an account. Over a whole
# Resource Directory, deploy/members/ros.yaml as a stack group needs none of that.
# Arguments as of https://github.com/aliyun/terraform-provider-alicloud/tree/master/website/docs/r (ram_role, ram_policy, ram_role_policy_attachment).
terraform {
  required_version = ">= 1.3"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.252.0" # assume_role_policy_document
    }
  }
}

variable "auditor_role_arn" {
  description = "ARN of the role of inventory, usage and assess: acs:ram::<account of the functions>:role/cmk-readiness-auditor."
  type        = string
}

variable "external_id" {
  description = "What CMK_EXTERNAL_ID holds."
  type        = string
  sensitive   = true
  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@:/-]{2,1224}$", var.external_id))
    error_message = "An external id has 2 to 1224 letters, digits and any of _+=,.@:/-"
  }
}

variable "role_name" {
  description = "What CMK_ROLE_NAME holds."
  type        = string
  default     = "cmk-readiness-audited"
}

resource "alicloud_ram_role" "audited" {
  role_name   = var.role_name
  description = "Read by cmk-readiness."
  assume_role_policy_document = templatefile("${path.module}/../policies/trust-of-audited.json", {
    auditor_role_arn = var.auditor_role_arn
    external_id      = var.external_id
  })
}

# Generated; it changes nothing and can use no key.
resource "alicloud_ram_policy" "audited" {
  policy_name     = var.role_name
  description     = "Read by cmk-readiness."
  policy_document = file("${path.module}/../policies/audited.json")
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_role_policy_attachment" "audited" {
  role_name   = alicloud_ram_role.audited.role_name
  policy_name = alicloud_ram_policy.audited.policy_name
  policy_type = "Custom"
}

output "role_arn" {
  value = alicloud_ram_role.audited.arn
}
