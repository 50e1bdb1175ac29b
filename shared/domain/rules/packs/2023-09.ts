import type { RulePackData } from '../rule-pack-data.ts'
import {
  AUDIT_EVENTS_PAGE,
  KEY_FAQ_PAGE,
  KEY_STATE_PAGE,
  LOOKUP_EVENTS_PAGE,
  MIGRATION_PAGE,
  SECRET_MIGRATION_PAGE,
} from '../sources.ts'

/** The vendor's page of 12 September 2023, taken literally: applications move to a migration SDK, keys migrate and secrets do not. */
export const PACK_2023_09 = {
  id: '2023-09',
  applicationsKeepSdk: false,
  secretsMigrate: false,
  rules: {
    'service-key': { effect: 'not-required', source: MIGRATION_PAGE },
    'in-kms-instance': { effect: 'not-required', source: MIGRATION_PAGE },
    'old-gateway-use': { effect: 'note', source: MIGRATION_PAGE },
    'external-material': { effect: 'blocked', source: MIGRATION_PAGE },
    'multiple-versions': { effect: 'blocked', source: MIGRATION_PAGE },
    'rotation-enabled': { effect: 'action-required', source: MIGRATION_PAGE },
    'pending-deletion': { effect: 'action-required', source: KEY_FAQ_PAGE },
    'key-disabled': { effect: 'note', source: KEY_STATE_PAGE },
    'dependent-secrets': { effect: 'note', source: SECRET_MIGRATION_PAGE },
    'needed-by-resource': { effect: 'note', source: MIGRATION_PAGE },
    'blocked-operation': { effect: 'blocked', source: MIGRATION_PAGE },
    'blocked-operation-attempted': { effect: 'note', source: MIGRATION_PAGE },
    'reencrypt-stays-on-shared-gateway': null,
    'unsupported-language': { effect: 'support-required', source: MIGRATION_PAGE },
    'outside-alibaba-cloud': { effect: 'support-required', source: MIGRATION_PAGE },
    'unknown-network': { effect: 'unknown', source: MIGRATION_PAGE },
    'unknown-client': { effect: 'unknown', source: MIGRATION_PAGE },
    'unknown-service-role': { effect: 'unknown', source: MIGRATION_PAGE },
    'unknown-operation': { effect: 'unknown', source: AUDIT_EVENTS_PAGE },
    'unattributed-operation': { effect: 'unknown', source: MIGRATION_PAGE },
    'unattributed-use': { effect: 'unknown', source: MIGRATION_PAGE },
    'settled-by-statement': { effect: 'note', source: AUDIT_EVENTS_PAGE },
    'source-unproven': { effect: 'unknown', source: LOOKUP_EVENTS_PAGE },
    'evidence-incomplete': { effect: 'unknown', source: LOOKUP_EVENTS_PAGE },
    'no-use-seen': { effect: 'note', source: LOOKUP_EVENTS_PAGE },
    'cloud-service-use-only': { effect: 'note', source: MIGRATION_PAGE },
  },
} as const satisfies RulePackData
