import { type Listed, listedSource } from '../../support/usage/listed-source.ts'
import { sourceContract } from '../../support/usage/source-contract.ts'

sourceContract('a list', async (world) => {
  const listed: Listed = {
    eventsOf: ({ accountId, region }) =>
      world.accounts.find(({ id }) => id === accountId)?.regions[region]?.events ?? [],
    fault: undefined,
  }
  return {
    source: listedSource(listed),
    setFault: (fault) => {
      listed.fault = fault
    },
    close: async () => {},
  }
})
