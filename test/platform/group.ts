import type { Environment } from '../../shared/config/read-settings.ts'
import { HOUR, iso } from '../../shared/domain/time.ts'
import type { SimulatedCloud } from '../cloud/cloud.ts'
import {
  account,
  DEFAULT_ACCOUNT,
  type RegionWorld,
  readOnlyPolicy,
  region,
  type Statement,
  type World,
} from '../cloud/world.ts'
import { event } from '../cloud/world-events.ts'
import { NOW, named, smallCompany } from '../functions/a-company.ts'

export const SUBSIDIARY = '1000000000000002'
/** The role of the functions that audit. */
export const AUDITOR = 'cmk-readiness-auditor'
/** The role that lets them into the other account. */
const GUEST = 'cmk-readiness-guest'

/** Two accounts, three scopes: the small company with a second region, and a subsidiary that is entered by a role. */
export function group(policy: Statement[] = readOnlyPolicy()): World {
  const company = smallCompany()
  const headquarters = company.accounts[0]
  if (!headquarters) throw new Error('the small company has an account')
  headquarters.roles.push({ name: AUDITOR, trusts: [`acs:ram::${DEFAULT_ACCOUNT}:root`], policy })
  headquarters.regions['cn-shanghai'] = shanghai()
  const guest = {
    name: GUEST,
    trusts: [`acs:ram::${DEFAULT_ACCOUNT}:role/${AUDITOR}`, `acs:ram::${DEFAULT_ACCOUNT}:user/auditor`],
    policy: readOnlyPolicy(),
  }
  const keys = [named('subsidiary'), named('subsidiary-hsm', { protectionLevel: 'HSM', automaticRotation: 'Enabled' })]
  const there = region({ keys })
  company.accounts.push(account({ id: SUBSIDIARY, roles: [guest], regions: { 'cn-hangzhou': there }, tablestore: [] }))
  return company
}

function shanghai(): RegionWorld {
  const keys = [named('archive', { tags: { team: 'data' } }), named('archive-next')]
  const events = Array.from({ length: 60 }, (_, day) =>
    event({
      eventTime: iso(NOW - (24 * day + 5) * HOUR),
      eventId: `archive-${day}`,
      eventName: 'GenerateDataKey',
      requestParameters: { KeyId: 'alias/archive' },
    }),
  )
  return region({ keys, events })
}

/** As the operator of the group sets it, in a terminal or in the functions. */
export function groupVariables(cloud: SimulatedCloud): Record<string, string> {
  const { CMK_ENDPOINTS = '' } = cloud.environment()
  return {
    CMK_ENDPOINTS,
    CMK_REGIONS: 'cn-hangzhou,cn-shanghai',
    CMK_ACCOUNTS: `${DEFAULT_ACCOUNT},acs:ram::${SUBSIDIARY}:role/${GUEST}`,
    CMK_OWN_CIDRS: '198.51.100.0/24',
    CMK_KMS_QPS: '1000',
    CMK_TRAIL_QPS: '1000',
  }
}

/** The functions' variables. */
export function functionVariables(cloud: SimulatedCloud): Environment {
  return { ...groupVariables(cloud), CMK_STORE: 'tablestore:https://cmk-readiness.cn-hangzhou.ots.aliyuncs.com' }
}
