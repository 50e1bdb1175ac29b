/** The services that CMK_ENDPOINTS may redirect. */
export const SERVICE_NAMES = [
  'kms',
  'actiontrail',
  'sts',
  'tablestore',
  'fc',
  'sls',
  'oss',
  'rds',
  'ecs',
  'resourcedirectory',
  'vpc',
] as const
export type ServiceName = (typeof SERVICE_NAMES)[number]
