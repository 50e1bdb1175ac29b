/** The services of the audit that have a host in every region. */
type RegionalService = 'kms' | 'actiontrail' | 'rds' | 'ecs' | 'vpc'
/** Every service but Function Compute, whose hosts are an account's. */
export type CalledService = RegionalService | 'sts' | 'resourcedirectory' | 'sls' | 'oss'

/** The central hosts of RDS, ECS and VPC, and those that serve regions without one of their own. */
const RDS = 'rds.aliyuncs.com'
const ECS = 'ecs.aliyuncs.com'
const ECS_HANGZHOU = 'ecs-cn-hangzhou.aliyuncs.com'
const ECS_QINGDAO = 'ecs.cn-qingdao-nebula.aliyuncs.com'
const VPC = 'vpc.aliyuncs.com'
const VPC_PRE = 'vpc-pre.cn-hangzhou.aliyuncs.com'
const VPC_NEBULA = 'vpc-nebula.cn-qingdao-nebula.aliyuncs.com'

/** ActionTrail's central host, and the one of Tokyo, which serve regions that have none of their own. */
const CENTRAL = 'actiontrail.aliyuncs.com'
const TOKYO = 'actiontrail.ap-northeast-1.aliyuncs.com'

/**
 * Regions whose host is another than `<service>.<region>.aliyuncs.com`, as the endpoint maps of the vendor's SDKs have them (KMS 2016-01-20:
 * none; ActionTrail 2020-07-06: github.com/alibabacloud-go/actiontrail-20200706, client/client.go; RDS 2014-08-15, ECS 2014-05-26 and VPC 2016-04-28:
 * npm @alicloud/rds20140815, @alicloud/ecs20140526 and @alicloud/vpc20160428, src/client.ts; all read 2026-11). A test compares.
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
  rds: {
    'ap-northeast-2-pop': RDS,
    'ap-southeast-1': RDS,
    'cn-beijing': RDS,
    'cn-beijing-finance-1': RDS,
    'cn-beijing-finance-pop': RDS,
    'cn-beijing-gov-1': RDS,
    'cn-beijing-nu16-b01': RDS,
    'cn-edge-1': RDS,
    'cn-fujian': RDS,
    'cn-haidian-cm12-c01': RDS,
    'cn-hangzhou': RDS,
    'cn-hangzhou-bj-b01': RDS,
    'cn-hangzhou-finance': 'rds-vpc.cn-hangzhou-finance.aliyuncs.com',
    'cn-hangzhou-internal-prod-1': RDS,
    'cn-hangzhou-internal-test-1': RDS,
    'cn-hangzhou-internal-test-2': RDS,
    'cn-hangzhou-internal-test-3': RDS,
    'cn-hangzhou-test-306': RDS,
    'cn-heyuan': RDS,
    'cn-hongkong': RDS,
    'cn-hongkong-finance-pop': RDS,
    'cn-north-2-gov-1': RDS,
    'cn-qingdao': RDS,
    'cn-qingdao-nebula': RDS,
    'cn-shanghai': RDS,
    'cn-shanghai-et15-b01': RDS,
    'cn-shanghai-et2-b01': RDS,
    'cn-shanghai-finance-1': RDS,
    'cn-shanghai-inner': RDS,
    'cn-shanghai-internal-test-1': RDS,
    'cn-shenzhen': RDS,
    'cn-shenzhen-finance-1': RDS,
    'cn-shenzhen-inner': RDS,
    'cn-shenzhen-st4-d01': RDS,
    'cn-shenzhen-su18-b01': RDS,
    'cn-wuhan': RDS,
    'cn-yushanfang': RDS,
    'cn-zhangbei': RDS,
    'cn-zhangbei-na61-b01': RDS,
    'cn-zhangjiakou-na62-a01': RDS,
    'cn-zhengzhou-nebula-1': RDS,
    'eu-west-1-oxs': RDS,
    'rus-west-1-pop': RDS,
    'us-east-1': RDS,
    'us-west-1': RDS,
  },
  ecs: {
    'ap-northeast-2-pop': ECS,
    'cn-beijing-finance-pop': ECS,
    'cn-beijing-gov-1': ECS,
    'cn-beijing-nu16-b01': ECS_HANGZHOU,
    'cn-edge-1': ECS_QINGDAO,
    'cn-fujian': ECS_HANGZHOU,
    'cn-haidian-cm12-c01': ECS_HANGZHOU,
    'cn-hangzhou': ECS_HANGZHOU,
    'cn-hangzhou-bj-b01': ECS_HANGZHOU,
    'cn-hangzhou-finance': ECS,
    'cn-hangzhou-internal-prod-1': ECS_HANGZHOU,
    'cn-hangzhou-internal-test-1': ECS_HANGZHOU,
    'cn-hangzhou-internal-test-2': ECS_HANGZHOU,
    'cn-hangzhou-internal-test-3': ECS_HANGZHOU,
    'cn-hangzhou-test-306': ECS_HANGZHOU,
    'cn-hongkong-finance-pop': ECS,
    'cn-huhehaote-nebula-1': ECS_QINGDAO,
    'cn-north-2-gov-1': ECS,
    'cn-shanghai-et15-b01': ECS_HANGZHOU,
    'cn-shanghai-et2-b01': ECS_HANGZHOU,
    'cn-shanghai-finance-1': ECS_HANGZHOU,
    'cn-shanghai-inner': ECS,
    'cn-shanghai-internal-test-1': ECS_HANGZHOU,
    'cn-shenzhen-finance-1': ECS_HANGZHOU,
    'cn-shenzhen-inner': ECS,
    'cn-shenzhen-st4-d01': ECS_HANGZHOU,
    'cn-shenzhen-su18-b01': ECS_HANGZHOU,
    'cn-wuhan': ECS,
    'cn-yushanfang': ECS,
    'cn-zhangbei': ECS,
    'cn-zhangbei-na61-b01': ECS_HANGZHOU,
    'cn-zhangjiakou-na62-a01': 'ecs.cn-zhangjiakou.aliyuncs.com',
    'cn-zhengzhou-nebula-1': ECS_QINGDAO,
    'eu-west-1-oxs': 'ecs.cn-shenzhen-cloudstone.aliyuncs.com',
    'rus-west-1-pop': ECS,
  },
  vpc: {
    'ap-northeast-2-pop': VPC,
    'cn-beijing-finance-pop': VPC,
    'cn-beijing-gov-1': VPC,
    'cn-beijing-nu16-b01': VPC,
    'cn-edge-1': VPC_NEBULA,
    'cn-fujian': VPC,
    'cn-haidian-cm12-c01': VPC,
    'cn-hangzhou': VPC,
    'cn-hangzhou-bj-b01': VPC,
    'cn-hangzhou-finance': VPC,
    'cn-hangzhou-internal-prod-1': VPC,
    'cn-hangzhou-internal-test-1': VPC_PRE,
    'cn-hangzhou-internal-test-2': 'vpc-inner-pre.cn-hangzhou.aliyuncs.com',
    'cn-hangzhou-internal-test-3': VPC_PRE,
    'cn-hangzhou-test-306': VPC_PRE,
    'cn-hongkong-finance-pop': VPC,
    'cn-huhehaote-nebula-1': VPC_NEBULA,
    'cn-north-2-gov-1': VPC,
    'cn-qingdao-nebula': VPC_NEBULA,
    'cn-shanghai-et15-b01': VPC_PRE,
    'cn-shanghai-et2-b01': VPC,
    'cn-shanghai-finance-1': VPC,
    'cn-shanghai-inner': VPC,
    'cn-shanghai-internal-test-1': VPC_PRE,
    'cn-shenzhen-finance-1': VPC,
    'cn-shenzhen-inner': VPC,
    'cn-shenzhen-st4-d01': VPC,
    'cn-shenzhen-su18-b01': VPC,
    'cn-wuhan': VPC,
    'cn-yushanfang': VPC,
    'cn-zhangbei': VPC,
    'cn-zhangbei-na61-b01': VPC,
    'cn-zhangjiakou-na62-a01': 'vpc.cn-zhangjiakou.aliyuncs.com',
    'cn-zhengzhou-nebula-1': VPC_NEBULA,
    'eu-west-1-oxs': 'vpc-nebula.cn-shenzhen-cloudstone.aliyuncs.com',
    'rus-west-1-pop': VPC,
  },
}

/** The host of the functions of an account, which both versions of Function Compute answer at (vendor's page "Endpoints"). */
export function functionsHost(accountId: string, region: string): string {
  return `${accountId}.${region}.fc.aliyuncs.com`
}

/** The vendor's public host of a service in a region. STS and Resource Directory have one for all; before those of Log Service and OSS stands the project or bucket. */
export function vendorHost(service: CalledService, region: string): string {
  if (service === 'sts' || service === 'resourcedirectory') return `${service}.aliyuncs.com`
  if (service === 'sls') return `${region}.log.aliyuncs.com`
  if (service === 'oss') return `oss-${region}.aliyuncs.com`
  return own(ELSEWHERE[service], region) ?? `${service}.${region}.aliyuncs.com`
}

function own(hosts: Readonly<Record<string, string>>, region: string): string | undefined {
  return Object.hasOwn(hosts, region) ? hosts[region] : undefined
}
