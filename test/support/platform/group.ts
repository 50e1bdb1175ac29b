import type { Environment } from '../../../shared/config/read-settings.ts'
import { HOUR, iso } from '../../../shared/domain/time.ts'
import type { Places } from '../../../shared/ram/permissions.ts'
import type { SimulatedCloud } from '../../../simulator/cloud/cloud.ts'
import { account, DEFAULT_ACCOUNT, type RegionWorld, region, type World } from '../../../simulator/cloud/world.ts'
import { event, signOfLife } from '../../../simulator/cloud/world-events.ts'
import { statementsOf } from '../deploy/two-accounts.ts'
import { NOW, named, smallCompany } from '../functions/a-company.ts'

export const SUBSIDIARY = '1000000000000002'
/** The roles of the functions: of those that audit, and of those that show. Their policies are the generated ones. */
export const AUDITOR = 'cmk-readiness-auditor'
export const READER = 'cmk-readiness-reader'
/** The role that lets the auditor into the other account. */
const GUEST = 'cmk-readiness-audited'
const PLACES: Places = {
  ...{ region: 'cn-hangzhou', instance: 'cmk-readiness', auditedRole: GUEST },
  ...{ logProject: 'logs', logStore: 'functions', secrets: [], configObject: '' },
}

/** Two accounts, three scopes: the small company with a second region, and a subsidiary that is entered by a role. */
export function group(): World {
  const company = smallCompany()
  const headquarters = company.accounts[0]
  if (!headquarters) throw new Error('the small company has an account')
  const trusts = [`acs:ram::${DEFAULT_ACCOUNT}:root`]
  headquarters.roles.push({ name: AUDITOR, trusts, policy: statementsOf('auditor', PLACES) })
  headquarters.roles.push({ name: READER, trusts, policy: statementsOf('reader', PLACES) })
  headquarters.regions['cn-shanghai'] = shanghai()
  const guest = {
    name: GUEST,
    trusts: [`acs:ram::${DEFAULT_ACCOUNT}:role/${AUDITOR}`, `acs:ram::${DEFAULT_ACCOUNT}:user/auditor`],
    policy: statementsOf('audited', PLACES),
  }
  const keys = [named('subsidiary'), named('subsidiary-hsm', { protectionLevel: 'HSM', automaticRotation: 'Enabled' })]
  const alive = signOfLife(iso(NOW - 20 * HOUR), { recipientAccountId: SUBSIDIARY })
  const there = region({ keys, events: [alive] })
  company.accounts.push(account({ id: SUBSIDIARY, roles: [guest], regions: { 'cn-hangzhou': there }, tablestore: [] }))
  return company
}

function shanghai(): RegionWorld {
  const keys = [named('archive', { tags: { team: 'data' } }), named('archive-next')]
  const events = Array.from({ length: 60 }, (_, day) =>
    event({
      acsRegion: 'cn-shanghai',
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
