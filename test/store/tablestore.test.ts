import { storeContract } from './contract.ts'
import { tablestoreStore } from './tablestore-store.ts'

storeContract('Tablestore', tablestoreStore)
