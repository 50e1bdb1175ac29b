import { storeContract } from '../support/store/contract.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

storeContract('Tablestore', tablestoreStore)
