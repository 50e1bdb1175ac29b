import { forbidProcesses } from './forbidden.ts'

forbidProcesses('integration')
