import type { CalledService } from './vendor-hosts.ts'

/**
 * The vendor's host of a service for callers in a VPC of the region (docs/vendor-facts.md, "Addresses from a VPC"). None takes a call about another region,
 * and none is reached from elsewhere.
 */
export function vpcHost(service: CalledService, region: string): string {
  // It has one for the VPCs of all regions.
  if (service === 'resourcedirectory') return 'resourcedirectory.vpc-proxy.aliyuncs.com'
  if (service === 'sls') return `${region}-intranet.log.aliyuncs.com`
  if (service === 'oss') return `oss-${region}-internal.aliyuncs.com`
  return `${service}-vpc.${region}.aliyuncs.com`
}

/** The host of the functions of an account for callers in the region. */
export function internalFunctionsHost(accountId: string, region: string): string {
  return `${accountId}.${region}-internal.fc.aliyuncs.com`
}
