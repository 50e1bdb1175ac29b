import type { ReadinessRow } from '../readiness.ts'
import { decidesAlone } from '../verdict.ts'
import { blockedOperation } from './blocked-operation.ts'
import { blockedOperationAttempted } from './blocked-operation-attempted.ts'
import { cloudServiceUseOnly } from './cloud-service-use-only.ts'
import { dependentSecrets } from './dependent-secrets.ts'
import { evidenceIncomplete } from './evidence-incomplete.ts'
import { externalMaterial } from './external-material.ts'
import { inKmsInstance } from './in-kms-instance.ts'
import { keyDisabled } from './key-disabled.ts'
import { keySpecUnsupported } from './key-spec-unsupported.ts'
import { multipleVersions } from './multiple-versions.ts'
import { neededByResource } from './needed-by-resource.ts'
import { noUseSeen } from './no-use-seen.ts'
import { oldGatewayUse } from './old-gateway-use.ts'
import { outsideAlibabaCloud } from './outside-alibaba-cloud.ts'
import { pendingDeletion } from './pending-deletion.ts'
import { reencryptStaysOnSharedGateway } from './reencrypt-stays-on-shared-gateway.ts'
import { rotationEnabled } from './rotation-enabled.ts'
import type { Rule } from './rule.ts'
import { rulePack } from './rule-packs.ts'
import { serviceKey } from './service-key.ts'
import { settledByStatement } from './settled-by-statement.ts'
import { sourceUnproven } from './source-unproven.ts'
import { unattributedOperation } from './unattributed-operation.ts'
import { unattributedUse } from './unattributed-use.ts'
import { unknownClient } from './unknown-client.ts'
import { unknownNetwork } from './unknown-network.ts'
import { unknownOperation } from './unknown-operation.ts'
import { unknownServiceRole } from './unknown-service-role.ts'
import { unsupportedLanguage } from './unsupported-language.ts'

/** Every rule, in the order in which findings of one effect are listed. */
export const RULES: readonly Rule[] = [
  serviceKey,
  inKmsInstance,
  oldGatewayUse,
  externalMaterial,
  multipleVersions,
  rotationEnabled,
  pendingDeletion,
  keyDisabled,
  keySpecUnsupported,
  dependentSecrets,
  neededByResource,
  blockedOperation,
  blockedOperationAttempted,
  reencryptStaysOnSharedGateway,
  unsupportedLanguage,
  outsideAlibabaCloud,
  unknownNetwork,
  unknownClient,
  unknownServiceRole,
  unknownOperation,
  unattributedOperation,
  unattributedUse,
  settledByStatement,
  sourceUnproven,
  evidenceIncomplete,
  noUseSeen,
  cloudServiceUseOnly,
]

/** The rules that a pack knows: a pack's page may say nothing of what another one's says. */
export function rulesOf(pack: string): readonly Rule[] {
  const { rules } = rulePack(pack)
  return RULES.filter(({ id }) => rules[id] !== null)
}

/** The rules that a key was asked when it was judged: those of its pack, and of a key that need not move those of any key only. */
export function rulesAsked({
  rules,
  verdict,
  staleVerdict = verdict,
}: Pick<ReadinessRow, 'rules' | 'verdict' | 'staleVerdict'>) {
  return rulesOf(rules).filter(({ appliesTo }) => appliesTo === 'key' || !decidesAlone(staleVerdict))
}

/** The rules about a caller's language, network and role: what may make a call matter that ties to no key. */
export const CALLER_RULES: readonly Rule[] = [
  unsupportedLanguage,
  outsideAlibabaCloud,
  unknownNetwork,
  unknownClient,
  unknownServiceRole,
]
