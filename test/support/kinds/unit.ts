import { forbidFolders, forbidNetwork, forbidProcesses } from './forbidden.ts'

forbidNetwork('unit')
forbidProcesses('unit')
forbidFolders('unit')
