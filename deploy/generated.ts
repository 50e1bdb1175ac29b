import { type Places, ROLES } from '../shared/ram/permissions.ts'
import { policyOf, TRUST } from './policy.ts'
import { rosTemplate } from './ros-template.ts'

/** As Terraform's templatefile takes them; `main.tf` fills them in. */
const PLACES: Places = {
  region: place('region'),
  instance: place('instance'),
  auditedRole: place('audited_role'),
  logProject: place('log_project'),
  logStore: place('log_store'),
}

/** Every generated file: its content by its path in the project. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...ROLES.map((role) => [`deploy/policies/${role}.json`, json(policyOf(role, PLACES))] as const),
    ['deploy/policies/trust.json', json(TRUST)],
    ['deploy/ros.yaml', rosTemplate()],
  ])
}

function place(name: string): string {
  return `\${${name}}`
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
