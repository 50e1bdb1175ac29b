output "auditor_role_arn" {
  value = alicloud_ram_role.this["auditor"].arn
}

output "reader_role_arn" {
  value = alicloud_ram_role.this["reader"].arn
}

output "store" {
  description = "CMK_STORE, by the public endpoint."
  value       = "tablestore:https://${var.instance}.${var.region}.ots.aliyuncs.com"
}

output "environment" {
  description = "The variables that s.yaml reads: terraform output -raw environment > deploy.env"
  value       = <<-EOT
    export CMK_STORE=tablestore:https://${var.instance}.${var.region}.ots.aliyuncs.com
    export DEPLOY_REGION=${var.region}
    export DEPLOY_AUDITOR_ROLE=${alicloud_ram_role.this["auditor"].arn}
    export DEPLOY_READER_ROLE=${alicloud_ram_role.this["reader"].arn}
    export DEPLOY_LOG_PROJECT=${var.log_project}
    export DEPLOY_LOG_STORE=${var.log_store}
  EOT
}
