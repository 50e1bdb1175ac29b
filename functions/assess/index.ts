import { jobHandler } from '../entry/job-handler.ts'

/** `{}` judges the keys of the last night once more: after a change of CMK_RULES or CMK_OWN_CIDRS. */
export const handler = jobHandler('reassessment')
