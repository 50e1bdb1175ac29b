import type { Catalogue } from './catalogue.ts'

const OTHERS = {
  region: '其他地域',
  account: '其他账号',
  key: '其他密钥',
  secret: '其他凭据',
  period: '其他时间段',
  page: '其他分页',
  logstore: '其他 Logstore',
}
const proxy = ({ at, variable }: { readonly at: string; readonly variable: string }) => `代理 ${at}（${variable}）`
const inBrackets = (text: string | null) => (text === null ? '' : `（${text}）`)

export const CHINESE: Catalogue = {
  call: ({ action, code }) => `${action}: ${code}`,
  'call-failed': ({ service, action, region, code }) => `${service} ${action}${inBrackets(region || null)}：${code}`,

  'set-clock': '请校正运行本程序的机器的时钟。',
  'check-settings': '请检查所配置的地域、账号和接入点；若均无误，请附上请求 ID 反馈此问题。',
  'lower-rate': '请调低 CMK_KMS_QPS 或 CMK_TRAIL_QPS，或在其他程序较少占用配额时重新运行。',
  'check-network': '请检查到接入点的网络（DNS、代理、防火墙、CMK_ENDPOINTS），然后重新运行。',
  'endpoint-silent': '接入点没有响应。请检查到该接入点的网络和 CMK_ENDPOINTS，或用 CMK_REGIONS 排除该地域。',
  'role-missing': '该账号中没有这个角色：请检查 CMK_ACCOUNTS 中的角色名称，或创建该角色。',
  'may-be-deleted': '它可能在列出之后被删除：请重新运行。',
  'service-failed': '服务端出错：请稍后重新运行；若问题持续，请将请求 ID 提供给阿里云。',
  'response-malformed': '返回内容与 API 的约定不符：请检查中间是否有代理，然后重新运行。',
  'response-mismatch': '返回内容与请求不符：请检查 CMK_ENDPOINTS 以及中间的代理。',
  'response-of-another': ({ host, what, reported }) =>
    `${host} 返回的是${OTHERS[what]}${inBrackets(reported)}的内容：请检查 CMK_ENDPOINTS 以及中间的代理。`,
  'renew-credentials': '请获取新的临时凭证后重新运行。',
  'run-again': '请重新运行以继续。',
  'set-credentials': '请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或配置凭证 profile。',
  'credential-chain-silent':
    '默认凭证链中有一处没有响应：请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET。',
  'secret-unusable': ({ variable, problem }) => `${variable} 无法使用：${problem}。`,
  'check-access-key-id': '请检查 ALIBABA_CLOUD_ACCESS_KEY_ID。',
  'check-access-key-secret': '请检查 ALIBABA_CLOUD_ACCESS_KEY_SECRET。',
  'check-security-token': '请检查 ALIBABA_CLOUD_SECURITY_TOKEN；它只对应一个 AccessKey。',
  'activate-service': '请在该地域开通此服务，或用 CMK_REGIONS 排除该地域。',
  'settle-payments': '请结清该账号的欠费。',
  'allow-assume-role': '请授予调用者 sts:AssumeRole 权限，并让该角色信任调用者。',
  'allow-call': ({ permission, policy }) =>
    `请在 RAM 中授予调用者 ${permission} 权限${policy === null ? '' : `（系统策略 ${policy} 已包含）`}。`,
  'account-needs-role': ({ account }) =>
    `账号 ${account} 不是调用者自己的账号：请在 CMK_ACCOUNTS 中填写该账号内角色的 ARN（acs:ram::${account}:role/<name>）。`,
  'no-simulated-address': ({ service, region }) =>
    region === ''
      ? `CMK_ENDPOINTS 指向模拟云，但其中没有 ${service} 的地址：请补充。`
      : `CMK_ENDPOINTS 指向模拟云，但其中没有 ${service} 在 ${region} 地域的地址：请补充，或用 CMK_REGIONS 排除该地域。`,
  'list-kept-changing': '读取列表时它一直在变化：请在没有创建或删除操作时重新运行。',
  'filter-ignored': ({ filter }) =>
    `ListKeys 没有按过滤条件 ${filter} 过滤，因此已逐个查询密钥详情。请检查 CMK_ENDPOINTS 以及中间的代理。`,
  'all-keys-gone':
    '此前已知的 CMK 全部不存在了，但并没有密钥处于待删除状态：请检查 CMK_ENDPOINTS、地域和账号；结果表保留已有的数据。',
  'fix-failure': '请处理此信息所指的问题；其他账号和地域未受影响。',

  'proxy-in-between-refuses': '中间的代理拒绝了此调用：请在代理上放行，或在 HTTPS_PROXY 中指定其他代理。',
  'proxy-unreachable': (params) => `无法连接到${proxy(params)}：请检查其地址和到它的网络，或用 NO_PROXY 排除该主机。`,
  'proxy-needs-login': ({ at, variable }) =>
    `代理 ${at} 要求用户名和密码：请在 ${variable} 中按 http://user:password@host:port 的形式填写。`,
  'proxy-refuses': (params) => `请在${proxy(params)}上放行此主机，或用 NO_PROXY 排除该主机。`,
  'proxy-cannot-connect': (params) => `请检查${proxy(params)}到接入点的网络（DNS、防火墙），或用 NO_PROXY 排除该主机。`,
  'proxy-speaks-no-http': (params) => `请检查${proxy(params)}：它的响应不是 HTTP 代理的响应。`,
  'proxy-certificate': (params) =>
    `经${proxy(params)}收到的证书不受信任：若代理会解密 TLS，请在 NODE_EXTRA_CA_CERTS 中指定其 CA 证书。`,
  'check-proxy': (params) => `请检查${proxy(params)}及其到接入点的网络，然后重新运行。`,

  'budget-used-up': '每晚的时间预算已用完',
  'time-used-up': '本次进程的时间已用完',
  'not-an-event': ({ action, day }) => `${action} 在 ${day} 返回了不是事件的内容`,
  'days-unread': ({ days, reasons, left }) =>
    `尚有 ${days} 天的事件未读取${reasons.length === 0 ? '' : `：${reasons.join('；')}`}${left === null ? '' : `；${left}`}`,
  'minutes-left': ({ minutes }) => `预计还需读取 ${minutes} 分钟`,
  'hours-left': ({ hours }) => `预计还需读取 ${hours.toFixed(1)} 小时`,
  reasons: ({ reasons }) => reasons.join('；'),
  'next-run-resumes': '下一次运行会从中断处继续；调大 CMK_TRAIL_BUDGET_MINUTES 可让每次运行读取更多。',
  'coverage-grows': '操作审计只保留 90 天：覆盖的时间会随每晚的运行逐渐变长；在此之前请调低 CMK_OBSERVATION_DAYS。',

  'trail-silent': ({ region }) => `${region} 的操作审计没有任何事件：无法确认它是否正常记录`,
  'trail-own-calls-missing': ({ region, at }) => `${region} 的操作审计中没有本工具在 ${at} 发出的调用`,
  'trail-events-missing': ({ region, at }) => `${region} 的操作审计中不再出现此前显示过的 ${at} 的事件`,
  'trail-contradicts': ({ region, what, name }) =>
    `${region} 的操作审计返回了${{ region: '地域', account: '账号' }[what]} ${name} 的事件`,
  'next-run-settles':
    '下一次运行即可确认：届时操作审计中应能看到本次运行发出的调用。若仍无任何记录，请检查 CMK_ENDPOINTS 中 actiontrail 的地址。',
  'check-trail-address': ({ region, host }) =>
    `请检查 CMK_ENDPOINTS 中 ${region} 的 actiontrail 地址（${host === null ? '目前没有' : `现为 ${host}`}），以及它返回的是谁的事件；未经证实的部分会在下次运行时重新读取。`,

  'fact-absent': ({ field }) => `DescribeKey: 缺少 ${field}`,
  'fact-unknown': ({ field, value }) => `DescribeKey: ${field} ${value} 不是已知的取值`,
  'fact-no-time': ({ field, value }) => `DescribeKey: ${field} ${value} 不是时间`,
  'fact-in-future': ({ field, value }) => `DescribeKey: ${field} ${value} 晚于当前时间`,
  'fact-contradicts': ({ field, value, otherField, otherValue }) =>
    `DescribeKey: ${field} ${value} 与 ${otherField} ${otherValue} 矛盾`,
  'arn-of-another-key': ({ value }) => `DescribeKey: Arn ${value} 属于另一个密钥`,
  'value-unknown': ({ value }) => `DescribeKey: ${value} 不是已知的取值`,
  'used-before-creation': ({ created, used }) => `DescribeKey: CreationDate ${created} 晚于 ${used} 使用该密钥的调用`,
  'primary-version-missing': 'ListKeyVersions: 密钥版本列表中没有 DescribeKey 返回的 PrimaryKeyVersion',
  'creator-type-changed': 'ListKeys: CreatorType 现为 Service，此前的运行中为 CMK',
  'creator-type-untold': 'ListKeys: CreatorType 过滤失败，DescribeKey 也没有说明',

  'key-gone': 'DescribeKey: 该密钥已不存在',
}
