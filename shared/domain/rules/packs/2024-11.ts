import type { RulePackData } from '../rule-pack-data.ts'
import {
  AUDIT_EVENTS_PAGE,
  KEY_FAQ_PAGE,
  KEY_STATE_PAGE,
  LOOKUP_EVENTS_PAGE,
  MIGRATION_PAGE,
  SECRET_MIGRATION_PAGE,
} from '../sources.ts'

/** What is known of the page that replaced it: applications keep their SDK behind the shared gateway, and secrets migrate after their key. */
export const PACK_2024_11 = {
  id: '2024-11',
  applicationsKeepSdk: true,
  secretsMigrate: true,
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
    'blocked-operation': { effect: 'note', source: MIGRATION_PAGE },
    'blocked-operation-attempted': { effect: 'note', source: MIGRATION_PAGE },
    'unsupported-language': { effect: 'note', source: MIGRATION_PAGE },
    'outside-alibaba-cloud': { effect: 'note', source: MIGRATION_PAGE },
    'unknown-network': { effect: 'note', source: MIGRATION_PAGE },
    'unknown-client': { effect: 'note', source: MIGRATION_PAGE },
    'unknown-service-role': { effect: 'note', source: MIGRATION_PAGE },
    'unknown-operation': { effect: 'note', source: AUDIT_EVENTS_PAGE },
    'unattributed-operation': { effect: 'note', source: MIGRATION_PAGE },
    'unattributed-use': { effect: 'note', source: MIGRATION_PAGE },
    'settled-by-statement': { effect: 'note', source: AUDIT_EVENTS_PAGE },
    'source-unproven': { effect: 'note', source: LOOKUP_EVENTS_PAGE },
    'evidence-incomplete': { effect: 'note', source: LOOKUP_EVENTS_PAGE },
    'no-use-seen': { effect: 'note', source: LOOKUP_EVENTS_PAGE },
    'cloud-service-use-only': { effect: 'note', source: MIGRATION_PAGE },
  },
} as const satisfies RulePackData
