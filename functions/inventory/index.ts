import { jobHandler } from '../entry/job-handler.ts'
import { newRun } from '../run/resume.ts'

/** `{}` starts a night: every configured account and region. */
export const handler = jobHandler(async ({ clock }) => [newRun(clock())])
