import { jobHandler } from '../entry/job-handler.ts'
import { resumeJobs } from '../run/resume.ts'

/** `{}` goes on with what the last night had no time for. */
export const handler = jobHandler(resumeJobs)
