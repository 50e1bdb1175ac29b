import { callOpenApi } from '../cloud/clients.ts'
import type { SimulatedCloud } from '../cloud/cloud.ts'
import type { RoleCredentials } from './platform.ts'

/** What Function Compute puts into an invocation's context: a session of the function's role, in the account of the cloud's first key. */
export async function roleCredentials(cloud: SimulatedCloud, role: string, seconds = 3_600): Promise<RoleCredentials> {
  const [account] = cloud.world.accounts
  const [key] = account?.accessKeys ?? []
  if (!account || !key) throw new Error('the world has no account with an access key')
  const query = { RoleArn: `acs:ram::${account.id}:role/${role}`, RoleSessionName: 'fc', DurationSeconds: seconds }
  const { body, code } = await callOpenApi('sts', cloud.endpoints.sts, key, 'AssumeRole', query)
  const given = body.Credentials as { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string } | undefined
  if (!given) throw new Error(`the role ${role} cannot be assumed: ${code}`)
  return {
    accessKeyId: given.AccessKeyId,
    accessKeySecret: given.AccessKeySecret,
    securityToken: given.SecurityToken,
  }
}
