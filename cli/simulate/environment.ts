import type { SimulatedCloud } from '../../simulator/cloud/cloud.ts'
import type { SampleCompany } from '../../simulator/sample-company/sample-company.ts'

/** The variables that point the program at a simulated cloud with the sample company, with the auditor's credentials; and what else can be tried there. */
export function simulatedEnvironment(company: SampleCompany, cloud: SimulatedCloud): Record<string, string> {
  const { id, secret } = company.operator
  const { auto, trail, sls, oss } = company.sources
  return {
    ...cloud.environment(),
    // A token of a real account, left over in the shell, would go along with the simulated key.
    ALIBABA_CLOUD_SECURITY_TOKEN: '',
    // Of nobody whom the program knows: to be put in place of the auditor's where a trail is made or a key is used.
    ...{ SIMULATED_OPERATOR_ACCESS_KEY_ID: id, SIMULATED_OPERATOR_ACCESS_KEY_SECRET: secret },
    ...{
      SIMULATED_SOURCE_AUTO: auto,
      SIMULATED_SOURCE_TRAIL: trail,
      SIMULATED_SOURCE_SLS: sls,
      SIMULATED_SOURCE_OSS: oss,
    },
    CMK_REGIONS: company.regions.join(','),
    CMK_ACCOUNTS: company.accounts.join(','),
    CMK_OWN_CIDRS: company.ownRanges.join(','),
    CMK_DESTINATION: company.destinations.join(','),
  }
}
