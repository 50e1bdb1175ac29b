import { jobHandler } from '../entry/job-handler.ts'
import { resumeJobs } from '../run/resume.ts'

/** `{}` resumes what the last night had no time for. */
export const handler = jobHandler(resumeJobs)
