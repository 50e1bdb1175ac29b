import { TIMEOUTS } from '../../shared/net/exchange.ts'
import { storeContract } from '../support/store/contract.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

// How long an answer may take is for other tests.
storeContract('Tablestore', () => tablestoreStore({ timing: { timeouts: TIMEOUTS } }))
