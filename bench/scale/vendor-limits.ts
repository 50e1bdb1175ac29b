/** A number of the vendor's, and the page that says it. */
export interface VendorNumber {
  readonly value: number
  readonly unit: string
  readonly source: string
}

const FC_INSTANCES =
  'https://www.alibabacloud.com/help/en/functioncompute/fc/overview-of-configuring-the-maximum-number-of-on-demand-instances'
const FC_PAYLOAD = 'https://www.alibabacloud.com/help/doc-detail/2527064.html'
/** The quota center shows them; no page that could be read does. */
const FC_POOLS = 'docs/vendor-facts.md, "Function Compute"'
const FC_PRICES =
  'https://alibabacloud.com/help/tc/functioncompute/fc-3-0/product-overview/pay-as-you-go-billing-method-1'
const OTS_LIMITS = 'https://alibabacloud.com/help/zh/tablestore/general-limits-of-tablestore'
const OTS_UNITS = 'https://www.alibabacloud.com/help/doc-detail/27284.html'
const OTS_PRICES = 'https://help.aliyun.com/zh/tablestore/product-overview/billing-examples'
const SLS_SQL = 'https://www.alibabacloud.com/help/en/sls/sql-completely-accurate'
const LOOKUP =
  'https://www.alibabacloud.com/help/en/actiontrail/developer-reference/api-actiontrail-2020-07-06-lookupevents'
const KMS_QUOTA = 'https://www.alibabacloud.com/help/en/kms/product-overview/performance-data'

/** What the paper computes with. Default quotas: all of them can be raised by a ticket but those of LookupEvents. */
export const VENDOR = {
  kmsReads: { value: 50, unit: 'reads a second, account and region', source: KMS_QUOTA },
  lookups: { value: 2, unit: 'LookupEvents calls a second and account', source: LOOKUP },
  eventsOfLookup: { value: 50, unit: 'events a LookupEvents call', source: LOOKUP },
  instances: { value: 300, unit: 'instances an account and region', source: FC_INSTANCES },
  poolLarge: { value: 600, unit: 'vCPU in Hangzhou, Shanghai, Beijing, Zhangjiakou, Shenzhen', source: FC_POOLS },
  poolMiddle: { value: 300, unit: 'vCPU in Hong Kong, Singapore, Virginia', source: FC_POOLS },
  poolSmall: { value: 50, unit: 'vCPU in the smallest regions', source: FC_POOLS },
  payload: { value: 131_072, unit: 'bytes of an asynchronous payload', source: FC_PAYLOAD },
  unitPrice: { value: 0.00002, unit: 'USD a CU, the first 100 million of a month', source: FC_PRICES },
  unitsOfCalls: { value: 75, unit: 'CU for 10,000 invocations', source: FC_PRICES },
  unitsOfVcpu: { value: 1, unit: 'CU a vCPU and second', source: FC_PRICES },
  unitsOfMemory: { value: 0.15, unit: 'CU a GB of memory and second', source: FC_PRICES },
  unitsOfDisk: { value: 0.05, unit: 'CU a GB of disk and second', source: FC_PRICES },
  rowUnit: { value: 4_096, unit: 'bytes a capacity unit of Tablestore', source: OTS_UNITS },
  cell: { value: 2_097_152, unit: 'bytes of a value', source: OTS_LIMITS },
  pageBytes: { value: 4_194_304, unit: 'bytes a GetRange answer scans', source: OTS_LIMITS },
  pageRows: { value: 5_000, unit: 'rows a GetRange answer scans', source: OTS_LIMITS },
  readPrice: { value: 0.01, unit: 'CNY for 10,000 read units, an example of the vendor’s', source: OTS_PRICES },
  statements: { value: 5, unit: 'completely accurate statements of a project at once', source: SLS_SQL },
  statementTime: { value: 55, unit: 'seconds that such a statement takes at most', source: SLS_SQL },
} as const satisfies Readonly<Record<string, VendorNumber>>

/** What s.yaml and the defaults of the configuration say. */
export const OURS = {
  /** Of a function: vCPU, and GB of memory and of disk. */
  ...{ vcpu: 0.35, memory: 0.5, disk: 0.5 },
  /** CMK_KMS_QPS. */
  kmsReads: 10,
  /** CMK_FANOUT. */
  ...{ atOnce: 50, ofAccount: 4 },
  /** The most that CMK_FANOUT takes. */
  maxAtOnce: 300,
  /** Seconds that an invocation of `usage` reads (its timeout less 10 minutes, which are for judging). */
  reading: 2_940,
  /** Seconds from the night's timer to the digest (2:00 to 8:30). */
  night: 23_400,
} as const
