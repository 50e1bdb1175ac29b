import { jobHandler } from '../entry/job-handler.ts'
import { newRun } from '../starts.ts'

/** `{}` starts a night: every configured account and region. */
export const handler = jobHandler(async ({ clock }) => [newRun(clock())])
