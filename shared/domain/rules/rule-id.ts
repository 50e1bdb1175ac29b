/** Every rule, in the order in which findings of one effect are listed. Rows, digests and people refer to a rule by its id: it stays. */
export const RULE_IDS = [
  'service-key',
  'in-kms-instance',
  'external-material',
  'multiple-versions',
  'rotation-enabled',
  'pending-deletion',
  'key-disabled',
  'dependent-secrets',
  'needed-by-resource',
  'blocked-operation',
  'blocked-operation-attempted',
  'unsupported-language',
  'outside-alibaba-cloud',
  'unknown-network',
  'unknown-client',
  'unknown-service-role',
  'unknown-operation',
  'unattributed-operation',
  'unattributed-use',
  'settled-by-statement',
  'source-unproven',
  'evidence-incomplete',
  'no-use-seen',
  'cloud-service-use-only',
] as const

export type RuleId = (typeof RULE_IDS)[number]
