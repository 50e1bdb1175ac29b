import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { handler } from '../../functions/digest/index.ts'

const CONTEXT = { requestId: 'r', region: 'cn-hangzhou', function: { name: 'cmk-readiness-digest', timeout: 60 } }
const timer = (payload: string) =>
  Buffer.from(JSON.stringify({ triggerName: 'check', triggerTime: '2026-11-29T01:00:00Z', payload }))

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  vi.stubEnv('CMK_STORE', 'sqlite:rows.db')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

it('the check ends with an error whatever keeps it from checking, the digest only where a retry helps', async () => {
  const why = 'CMK_STORE is a file or not set'
  expect(await handler(timer('{}'), CONTEXT)).toMatchObject({ status: 'failed', error: expect.stringContaining(why) })
  await expect(handler(timer('{"check":true}'), CONTEXT)).rejects.toThrow(why)
  vi.stubEnv('CMK_REGIONS', 'nowhere')
  await expect(handler(timer('{"check":true}'), CONTEXT)).rejects.toThrow('CMK_REGIONS')
})

it.each(['{"check":false}', '{"check":true,"more":1}', '{"stage":"assess"}', '[]', 'null', 'check'])(
  'takes no other payload, such as %s',
  async (payload) => {
    const result = await handler(timer(payload), CONTEXT)
    expect(result).toMatchObject({ status: 'failed', error: expect.stringMatching(/neither \{\} nor|is not JSON/) })
  },
)
