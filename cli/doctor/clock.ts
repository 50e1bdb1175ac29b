import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { endpointIfAny, urlOf } from '../../shared/cloud/endpoints.ts'
import { type Instant, MINUTE } from '../../shared/domain/time.ts'
import { type Proxies, proxyFor } from '../../shared/net/proxy.ts'
import { proxyAgent } from '../../shared/net/proxy-agent.ts'
import { humanDuration } from '../terminal/human-duration.ts'
import type { Finding } from './finding.ts'
import { type DoctorServices, TIMEOUTS } from './services.ts'

/** Signatures are good for 15 minutes around their time (vendor's page "Common parameters"). */
const TOO_FAR = 10 * MINUTE
const FAR = MINUTE
const ADVICE =
  'Set the clock of this machine, and keep it set (NTP): a request that is signed 15 minutes off is refused.'

/** Compares this machine's clock with the Date of an answer of STS, which need not be a good one. */
export async function checkClock({ config, clock, within }: DoctorServices): Promise<Finding> {
  const check = 'clock'
  // A simulated cloud may have none.
  const endpoint = endpointIfAny(config, 'sts', '')
  const before = clock()
  const theirs = endpoint && (await dateOf(urlOf(endpoint), within, config.proxies))
  if (theirs === undefined)
    return { check, status: 'skipped', what: 'not compared with that of Alibaba Cloud: STS returned no time' }
  const ahead = (before + clock()) / 2 - theirs
  const off = Math.abs(ahead)
  if (off <= FAR) return { check, status: 'ok', what: 'agrees with that of Alibaba Cloud within a minute' }
  const what = `${humanDuration(off)} ${ahead > 0 ? 'ahead of' : 'behind'} that of Alibaba Cloud`
  return { check, status: off > TOO_FAR ? 'failed' : 'warning', what, advice: ADVICE }
}

/** Asks for nothing, unsigned: undefined where no answer has a date. */
function dateOf(address: string, signal: AbortSignal, proxies: Proxies): Promise<Instant | undefined> {
  return new Promise((resolve) => {
    const isSecure = address.startsWith('https:')
    const proxy = proxyFor(proxies, address)
    const request = (isSecure ? secureRequest : plainRequest)(address, {
      ...{ method: 'HEAD', signal, timeout: TIMEOUTS.connect + TIMEOUTS.read },
      agent: proxy === undefined ? false : proxyAgent(proxy, isSecure ? 'https' : 'http'),
    })
    const settle = (date: string | undefined) => {
      const at = Date.parse(date ?? '')
      resolve(Number.isNaN(at) ? undefined : at)
      request.destroy()
    }
    request.once('response', ({ headers }) => settle(headers.date))
    request.once('timeout', () => settle(undefined))
    request.on('error', () => settle(undefined))
    request.end()
  })
}
