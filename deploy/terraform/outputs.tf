output "auditor_role_arn" {
  value = alicloud_ram_role.this["auditor"].arn
}

output "reader_role_arn" {
  value = alicloud_ram_role.this["reader"].arn
}

output "store" {
  description = "CMK_STORE, by the endpoint for VPCs where there is one, else by the public one."
  value       = local.store
}

output "environment" {
  description = "The variables that s.yaml reads: terraform output -raw environment > deploy.env"
  value       = <<-EOT
    export CMK_STORE=${local.store}
    export DEPLOY_REGION=${var.region}
    export DEPLOY_AUDITOR_ROLE=${alicloud_ram_role.this["auditor"].arn}
    export DEPLOY_READER_ROLE=${alicloud_ram_role.this["reader"].arn}
    export DEPLOY_LOG_PROJECT=${var.log_project}
    export DEPLOY_LOG_STORE=${var.log_store}
    export CMK_NETWORK=${local.in_vpc ? "vpc:${var.region}" : "public"}
    export DEPLOY_VPC_ID=${local.in_vpc ? var.vpc.id : ""}
    export DEPLOY_VSWITCH_IDS='${jsonencode(local.in_vpc ? var.vpc.vswitch_ids : [])}'
    export DEPLOY_SECURITY_GROUP_ID=${local.in_vpc ? var.vpc.security_group_id : ""}
  EOT
}
