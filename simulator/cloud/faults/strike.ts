import type { ServerResponse } from 'node:http'
import * as fc from '../fc/refusals.ts'
import { Refusal } from '../http/refusal.ts'
import { JSON_TYPE } from '../http/reply.ts'
import * as oss from '../oss/refusals.ts'
import type { Service } from '../service.ts'
import * as refuse from '../signature/refusals.ts'
import * as sls from '../sls/refusals.ts'
import * as tablestore from '../tablestore/refusals.ts'
import type { Ending } from './fault.ts'

/** The refusal that a fault puts in the answer's place; undefined: the fault is of another kind. */
export function refusalOf(strike: Ending | undefined, service: Service): Refusal | undefined {
  switch (strike?.kind) {
    case 'error':
      return new Refusal(strike.status, strike.code, strike.message ?? 'The request has failed.')
    case 'expired-token':
      if (service === 'fc') return fc.expiredToken()
      if (service === 'sls') return sls.expiredToken()
      if (service === 'oss') return oss.expiredToken()
      return service === 'tablestore' ? tablestore.expiredToken() : refuse.expiredToken()
    case 'denied':
      if (service === 'fc') return fc.denied('fc:*', '*')
      if (service === 'oss') return oss.denied()
      if (service === 'sls') return sls.denied('log:*', '*')
      return service === 'tablestore' ? tablestore.noPermission() : refuse.denied(service)
    case 'throttle':
      if (service === 'fc') return fc.throttled()
      if (service === 'sls') return sls.throttled()
      if (service === 'oss') return oss.throttled()
      return service === 'tablestore' ? tablestore.throttled() : refuse.throttled(service)
    default:
      return undefined
  }
}

/** Breaks the connection or the form of the answer. True: nothing is left to answer. */
export function breakAnswer(strike: Ending | undefined, response: ServerResponse): boolean {
  switch (strike?.kind) {
    case 'html':
      response.writeHead(strike.status, { 'content-type': 'text/html' })
      response.end(`<html><head><title>${strike.status}</title></head><body><center>gateway</center></body></html>`)
      return true
    case 'json':
      response.writeHead(strike.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(strike.body))
      return true
    case 'reset':
      response.socket?.resetAndDestroy()
      return true
    case 'stall':
      if (strike.after === 'headers') {
        response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': '1000' })
        response.flushHeaders()
      }
      return true
    default:
      return false
  }
}
