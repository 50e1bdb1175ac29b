import type { Figures, NightFigures } from './figures.ts'
import { OURS, VENDOR } from './vendor-limits.ts'

/** What is audited. */
export interface Size {
  readonly accounts: number
  readonly regions: number
  /** CMKs of an account and region. */
  readonly keys: number
  /** Events of KMS a night, of all accounts. */
  readonly events: number
}

/** What the paper takes from the figures. */
export interface Rates {
  /** Calls of KMS in a region that are not of a key. */
  readonly listCalls: number
  /** Processor seconds of a job beside its verdicts and events. */
  readonly jobCpu: number
  /** Calls and rows of Tablestore a job, that have nothing to do with how many keys there are. */
  readonly tableCalls: number
  readonly verdicts: number
  readonly events: number
  /** Bytes of a readiness row. */
  readonly rowBytes: number
}

/** Calls of KMS for each key: DescribeKey, ListKeyVersions. */
const CALLS_A_KEY = 2
/** Lists of 100 an item that grow with the keys: the keys, the aliases, the tags. */
const LISTS = 3
const PAGE = 100
/** Lookups by name of a region that is up to date: three deciding operations, three of aliases. */
const NAMED_LOOKUPS = 6
/** Days that each night reads: the last one again, and the one that goes on. */
const DAYS_READ = 2
/** Rows of a key and day: an operation by a caller each. What applications do differs; three are assumed. */
export const ROWS_A_KEY_DAY = 3
/** Bytes of a task under way in the one entry that all of them stand in. */
export const SLOT_BYTES = 260
/** Bytes of what inventory keeps of a key. */
export const SNAPSHOT_BYTES = 1_500

export function ratesOf({ domain, stores = [], nights = [] }: Figures): Rates {
  const night = largest(nights)
  const rows = stores.find(({ store }) => store === 'tablestore')
  if (!domain || !rows || !night) throw new Error('figures are missing: run `npm run bench -- scale` in all its parts')
  return {
    listCalls: night.kms / night.scopes - CALLS_A_KEY * (night.described / night.scopes),
    jobCpu: night.cpu / night.runs,
    tableCalls: night.tablestore / night.runs,
    verdicts: domain.verdicts,
    events: domain.events,
    rowBytes: rows.bytesRead / rows.rows,
  }
}

/** The largest night whose jobs were spread, and met no trouble. */
export function largest(nights: readonly NightFigures[]): NightFigures | undefined {
  const spread = nights.filter(({ dispatch, trouble }) => dispatch === 'fc3' && !trouble)
  return spread.sort((a, b) => b.accounts - a.accounts)[0]
}

/** What a night comes to; times in seconds. */
export interface Estimate {
  readonly scopes: number
  readonly keys: number
  readonly inventory: { readonly calls: number; readonly seconds: number }
  /** Of an account, by LookupEvents: calls, seconds, and invocations that go on one after the other. */
  readonly lookup: { readonly calls: number; readonly seconds: number; readonly invocations: number }
  /** Of all accounts, by one trail in Log Service. */
  readonly sls: { readonly statements: number; readonly eventsEach: number; readonly secondsEach: number }
  readonly jobs: { readonly lookup: number; readonly sls: number }
  /** Seconds of all instances together, but for reading the trail. */
  readonly busy: number
  /** The shortest night of one account, its regions side by side. */
  readonly account: { readonly lookup: number; readonly sls: number }
  /** All jobs, so many at once. */
  readonly wall: Readonly<Record<'lookup' | 'sls' | 'slsAtMost', number>>
  readonly rows: { readonly readiness: number; readonly snapshots: number; readonly usage: number }
  readonly units: { readonly written: number; readonly read: number }
  readonly underWay: { readonly bytes: number; readonly units: number }
  /** A pass over all names in `progress`: rows, and answers of GetRange. */
  readonly pass: { readonly rows: number; readonly pages: number }
  readonly instances: Readonly<Record<'poolLarge' | 'poolMiddle' | 'poolSmall', number>>
  readonly cost: { readonly functions: number; readonly reads: number }
}

/** Assumed of a statement over some ten thousand events, in seconds; the vendor says what it takes at most. */
export const STATEMENT = 2

export function estimate(size: Size, rates: Rates): Estimate {
  const { accounts, regions } = size
  const scopes = accounts * regions
  const keys = scopes * size.keys
  const calls = CALLS_A_KEY * size.keys + LISTS * Math.ceil(size.keys / PAGE) + rates.listCalls
  const inventory = { calls, seconds: calls / OURS.kmsReads }
  const ofAccount = Math.ceil(size.events / accounts / VENDOR.eventsOfLookup.value) + NAMED_LOOKUPS * regions
  const lookupSeconds = ofAccount / VENDOR.lookups.value
  const lookup = {
    calls: ofAccount,
    seconds: lookupSeconds,
    invocations: Math.max(1, Math.ceil(lookupSeconds / OURS.reading)),
  }
  const statements = scopes * DAYS_READ
  const sls = { statements, eventsEach: size.events / scopes, secondsEach: STATEMENT }
  const assess = rates.jobCpu / OURS.vcpu + size.keys / rates.verdicts / OURS.vcpu
  const busy = scopes * (inventory.seconds + assess)
  const reading = (statements / VENDOR.statements.value) * STATEMENT
  const sideBySide = Math.ceil(regions / OURS.ofAccount) * (inventory.seconds + assess)
  const rows = { readiness: keys, snapshots: keys, usage: keys * ROWS_A_KEY_DAY * DAYS_READ }
  const perRow = Math.ceil(rates.rowBytes / VENDOR.rowUnit.value)
  const jobs = { lookup: 2 * scopes + accounts * lookup.invocations, sls: 2 * scopes + accounts }
  const bytes = OURS.atOnce * SLOT_BYTES
  const entryUnits = Math.ceil(bytes / VENDOR.rowUnit.value)
  const underWay = { bytes, units: jobs.sls * 2 * entryUnits }
  const passRows = rows.snapshots + 20 * scopes
  const pages = Math.max(passRows / VENDOR.pageRows.value, (passRows * SNAPSHOT_BYTES) / VENDOR.pageBytes.value)
  // Who ends a job reads two marks of each region of its account.
  const read =
    underWay.units +
    jobs.sls * (rates.tableCalls + 2 * regions) +
    (rows.usage * 90) / DAYS_READ / (VENDOR.rowUnit.value / 500)
  const seconds = busy + reading
  return {
    ...{ scopes, keys, inventory, lookup, sls, jobs, busy },
    account: {
      lookup: lookupSeconds + sideBySide,
      sls: (regions * DAYS_READ * STATEMENT) / VENDOR.statements.value + sideBySide,
    },
    wall: {
      lookup: (busy + accounts * lookupSeconds) / OURS.atOnce,
      sls: Math.max(reading, seconds / OURS.atOnce),
      slsAtMost: Math.max(reading, seconds / OURS.maxAtOnce),
    },
    rows,
    units: { written: (rows.readiness + rows.snapshots) * perRow + rows.usage + underWay.units, read: Math.ceil(read) },
    underWay,
    pass: { rows: passRows, pages: Math.ceil(pages) },
    instances: {
      poolLarge: instancesOf(VENDOR.poolLarge.value),
      poolMiddle: instancesOf(VENDOR.poolMiddle.value),
      poolSmall: instancesOf(VENDOR.poolSmall.value),
    },
    cost: { functions: functionCost(jobs.sls, seconds), reads: (read / 10_000) * VENDOR.readPrice.value },
  }
}

/** As many as a region's pool has room for, and no more than an account may have. */
export function instancesOf(vcpu: number): number {
  return Math.min(VENDOR.instances.value, Math.floor(vcpu / OURS.vcpu))
}

/** In USD: invocations, and seconds of instances. */
export function functionCost(invocations: number, seconds: number): number {
  const { unitPrice, unitsOfCalls, unitsOfVcpu, unitsOfMemory, unitsOfDisk } = VENDOR
  const second = OURS.vcpu * unitsOfVcpu.value + OURS.memory * unitsOfMemory.value + OURS.disk * unitsOfDisk.value
  return unitPrice.value * ((invocations / 10_000) * unitsOfCalls.value + seconds * second)
}
