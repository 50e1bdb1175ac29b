import type { Config } from '../../shared/config/settings.ts'
import { OwnRanges } from '../../shared/domain/network.ts'
import { areComplete } from '../../shared/domain/own-addresses.ts'
import { AUTO } from '../../shared/domain/own-range.ts'
import type { Scope } from '../../shared/domain/scope.ts'
import { CompanyAddresses } from '../../shared/store/company-addresses.ts'
import type { Store } from '../../shared/store/store.ts'

/**
 * The ranges by which a scope is judged: those that are configured, and with `auto` the addresses of all accounts. Whether an address may be
 * called a stranger's depends on the scope's own account: where one of its regions could not be read, which addresses are its own is not known.
 */
export async function readOwnRangesOf(
  { accountId, asOf }: Scope & { readonly asOf: string },
  hasKeys: boolean,
  { config, store }: { readonly config: Pick<Config, 'ownCidrs'>; readonly store: Pick<Store, 'progress'> },
): Promise<OwnRanges> {
  const ranges = config.ownCidrs.filter((each) => each !== AUTO)
  // Where nothing is judged, nothing is asked for: most regions hold no key.
  if (ranges.length === config.ownCidrs.length || !hasKeys) return new OwnRanges(ranges)
  const all = await new CompanyAddresses(store).all()
  return new OwnRanges(ranges, {
    addresses: [...all.values()].flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    complete: areComplete(all.get(accountId), asOf),
  })
}
