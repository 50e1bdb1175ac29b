import { AGENT } from '../agents.ts'
import { program, vpc } from '../callers.ts'
import { EVENING, MORNING, NOON } from '../moments.ts'
import type { Team } from '../story.ts'

const NETWORK = vpc('vpc-bp1logistics', '10.60.0.12')
const ROUTES = program('app-routes', AGENT.javaOld, NETWORK)
const FLEET = program('app-fleet', AGENT.goOld, NETWORK)
const CUSTOMS = program('app-customs', AGENT.phpOld, NETWORK)
const LEGACY = program('app-scales', AGENT.dotnetOld, NETWORK)

/** Logistics, a subsidiary with an account of its own in cn-hangzhou. */
export const logistics: Team = {
  keys: [
    {
      name: 'logistics-routes',
      about: 'Routes',
      calls: [{ by: ROUTES, operation: 'Decrypt', when: { hours: [MORNING], everyDays: 2 } }],
    },
    {
      name: 'logistics-fleet',
      about: 'Fleet telemetry',
      calls: [{ by: FLEET, operation: 'GenerateDataKey', when: { hours: [NOON], everyDays: 2 } }],
    },
    {
      name: 'logistics-customs',
      about: 'Customs declarations',
      calls: [{ by: CUSTOMS, operation: 'Decrypt', when: { ago: [60.5, 25.5] } }],
    },
    {
      name: 'logistics-scales',
      about: 'Truck scales',
      calls: [{ by: LEGACY, operation: 'Encrypt', when: { ago: [34.4] } }],
    },
    {
      name: 'logistics-manifests',
      about: 'Manifests',
      as: { automaticRotation: 'Enabled' },
      rotatesIn: 9,
      calls: [{ by: ROUTES, operation: 'Encrypt', when: { hours: [EVENING], everyDays: 5 }, names: 'alias' }],
    },
    {
      name: 'logistics-handover',
      about: 'Handover of parcels to carriers',
      calls: [{ by: FLEET, operation: 'ReEncrypt', to: 'logistics-fleet-archive', when: { ago: [13.6] } }],
    },
    { name: 'logistics-fleet-archive', about: 'Fleet archive' },
    { name: 'logistics-acs-oss', about: '', aliases: ['acs/oss'], as: { creatorType: 'Service' } },
  ],
}
