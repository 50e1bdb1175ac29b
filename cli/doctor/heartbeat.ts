import { webServer } from '../../shared/net/server.ts'
import { connectionProblem } from './connect.ts'
import type { Finding } from './finding.ts'
import type { DoctorServices } from './services.ts'

const WAY =
  'Check the host in CMK_HEARTBEAT_URL, and the way to it (DNS, proxy, firewall): from a VPC it takes a NAT gateway, or access to the Internet.'

/** Whether what is called after good nights could be reached. It is not called: that would tell of a good night. */
export async function checkHeartbeat({ config, within }: DoctorServices): Promise<readonly Finding[]> {
  const { heartbeat } = config
  if (heartbeat === null) return []
  const code = await connectionProblem(webServer(heartbeat.address), within, heartbeat.proxy)
  const check = 'heartbeat'
  if (code === undefined)
    return [{ check, status: 'ok', what: 'the server of CMK_HEARTBEAT_URL can be reached; it was not called' }]
  const what = `the server of CMK_HEARTBEAT_URL cannot be reached: ${code}`
  return [{ check, status: 'failed', what, advice: WAY }]
}
