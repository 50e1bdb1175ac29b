/** The services of the audit that have a host in every region. */
type RegionalService = 'kms' | 'actiontrail'

/** ActionTrail's central host, and the one of Tokyo, which serve regions that have none of their own. */
const CENTRAL = 'actiontrail.aliyuncs.com'
const TOKYO = 'actiontrail.ap-northeast-1.aliyuncs.com'

/**
 * Regions whose host is another than `<service>.<region>.aliyuncs.com`, as the endpoint maps of the vendor's SDKs have them (KMS 2016-01-20:
 * none; ActionTrail 2020-07-06: github.com/alibabacloud-go/actiontrail-20200706, client/client.go, read 2026-11). A test compares.
 */
const ELSEWHERE: Readonly<Record<RegionalService, Readonly<Record<string, string>>>> = {
  kms: {},
  actiontrail: {
    'ap-northeast-2-pop': TOKYO,
    'cn-beijing-finance-1': CENTRAL,
    'cn-beijing-finance-pop': CENTRAL,
    'cn-beijing-gov-1': CENTRAL,
    'cn-beijing-nu16-b01': CENTRAL,
    'cn-edge-1': CENTRAL,
    'cn-fujian': CENTRAL,
    'cn-haidian-cm12-c01': CENTRAL,
    'cn-hangzhou-bj-b01': CENTRAL,
    'cn-hangzhou-finance': CENTRAL,
    'cn-hangzhou-internal-prod-1': CENTRAL,
    'cn-hangzhou-internal-test-1': CENTRAL,
    'cn-hangzhou-internal-test-2': CENTRAL,
    'cn-hangzhou-internal-test-3': CENTRAL,
    'cn-hangzhou-test-306': CENTRAL,
    'cn-hongkong-finance-pop': CENTRAL,
    'cn-qingdao-nebula': CENTRAL,
    'cn-shanghai-et15-b01': CENTRAL,
    'cn-shanghai-et2-b01': CENTRAL,
    'cn-shanghai-inner': CENTRAL,
    'cn-shanghai-internal-test-1': CENTRAL,
    'cn-shenzhen-finance-1': CENTRAL,
    'cn-shenzhen-inner': CENTRAL,
    'cn-shenzhen-st4-d01': CENTRAL,
    'cn-shenzhen-su18-b01': CENTRAL,
    'cn-wuhan': CENTRAL,
    'cn-yushanfang': CENTRAL,
    'cn-zhangbei-na61-b01': CENTRAL,
    'cn-zhangjiakou-na62-a01': CENTRAL,
    'cn-zhengzhou-nebula-1': CENTRAL,
    'eu-west-1-oxs': TOKYO,
    'rus-west-1-pop': TOKYO,
  },
}

/** The vendor's public host of a service in a region. STS has one for all; before that of Log Service stands the project. */
export function vendorHost(service: RegionalService | 'sts' | 'sls', region: string): string {
  if (service === 'sts') return 'sts.aliyuncs.com'
  if (service === 'sls') return `${region}.log.aliyuncs.com`
  return own(ELSEWHERE[service], region) ?? `${service}.${region}.aliyuncs.com`
}

function own(hosts: Readonly<Record<string, string>>, region: string): string | undefined {
  return Object.hasOwn(hosts, region) ? hosts[region] : undefined
}
