import { jobHandler } from '../entry/job-handler.ts'

/** `{}` resumes what the last night had no time for. */
export const handler = jobHandler('rest')
