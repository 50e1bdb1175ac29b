import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'

export const ROOT = join(import.meta.dirname, '..', '..', '..')

/** What a template wants to know and has no default for. */
export const REQUIRED = {
  CMK_STORE: 'tablestore:https://cmk-audit.cn-hangzhou.ots.aliyuncs.com',
  DEPLOY_AUDITOR_ROLE: 'acs:ram::1000000000000001:role/cmk-readiness-auditor',
  DEPLOY_READER_ROLE: 'acs:ram::1000000000000001:role/cmk-readiness-reader',
  DEPLOY_LOG_PROJECT: 'cmk-audit-logs',
}

const rendered = z.object({
  resources: z.record(z.string(), z.object({ component: z.string(), props: z.unknown() })),
  actions: z.record(z.string(), z.unknown()),
})
export type Rendered = z.infer<typeof rendered>

/** What `s preview` makes of a template, with no other variables and no settings of whoever runs the test. Needs no network. */
export async function preview(template: string, variables: Readonly<Record<string, string>>): Promise<Rendered> {
  const home = await mkdtemp(join(tmpdir(), 'cmk-readiness-s-'))
  try {
    const command = join(ROOT, 'node_modules', '.bin', 's')
    const args = ['preview', '-t', template, '-o', 'json', '--silent']
    // As in a pipeline: elsewhere `s` starts a program that asks a registry for a newer version and goes on after it.
    const env = { PATH: process.env.PATH, HOME: home, SERVERLESS_DEVS_CICD: 'true', ...variables }
    const { stdout } = await promisify(execFile)(command, args, { cwd: ROOT, env })
    return rendered.parse(JSON.parse(stdout))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
