import { jobHandler } from '../entry/job-handler.ts'

/** `{}` starts a night: every configured account and region. */
export const handler = jobHandler('night')
