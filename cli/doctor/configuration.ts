import type { ConfigError } from '../../shared/config/config-error.ts'
import type { Config } from '../../shared/config/settings.ts'
import { firstFew } from '../../shared/text/first-few.ts'
import type { Finding } from './finding.ts'

/** Entries of CMK_ACCOUNTS that a line names. */
const ACCOUNTS_NAMED = 10

const HELP =
  'Fix it in the environment, or in the file that CMK_CONFIG names; docs/configuration.md lists the variables.'

/** What is configured, in a line, and what is odd about it. */
export function describeConfiguration(config: Config): readonly Finding[] {
  const { regions, accounts, rules, observationDays, ownCidrs, warnings } = config
  const where = regions === 'all' ? 'all regions' : `regions ${regions.join(', ')}`
  const whose = accounts.length === 0 ? "the caller's own account" : `accounts ${firstFew(accounts, ACCOUNTS_NAMED)}`
  const own = ownCidrs.length === 0 ? 'no own public ranges' : `own public ranges ${ownCidrs.join(', ')}`
  const what = `valid: ${whose}, ${where}, rules ${rules}, a window of ${observationDays} days, ${own}`
  return [
    { check: 'configuration', status: 'ok', what },
    ...warnings.map((warning): Finding => ({ check: 'configuration', status: 'warning', what: warning })),
  ]
}

/** Every problem of a bad configuration. Nothing else can be looked at. */
export function configurationProblems({ problems }: ConfigError): readonly Finding[] {
  return [
    ...problems.map((what): Finding => ({ check: 'configuration', status: 'failed', what, advice: HELP })),
    {
      check: 'credentials',
      status: 'skipped',
      what: 'neither this nor anything below was tried: it depends on the configuration',
    },
  ]
}
