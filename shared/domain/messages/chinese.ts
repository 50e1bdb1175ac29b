import { clientName } from '../caller-names.ts'
import type { Catalogue } from './catalogue.ts'
import { INSTANCES } from './chinese-instances.ts'
import type { ArchiveFault, SourceMending } from './message.ts'

const OTHERS = {
  region: '其他地域',
  account: '其他账号',
  key: '其他密钥',
  secret: '其他凭据',
  instance: '其他 KMS 实例',
  period: '其他时间段',
  page: '其他分页',
  logstore: '其他 Logstore',
}
const proxy = ({ at, variable }: { readonly at: string; readonly variable: string }) => `代理 ${at}（${variable}）`
const inBrackets = (text: string | null) => (text === null ? '' : `（${text}）`)

/** What it costs when an index does not have a column. */
const COSTS: Readonly<Record<string, string>> = {
  'event.recipientAccountId': '其他账号的调用只有写明 ARN 时才会计入',
  'event.vpcId': '来自 VPC 的调用只能凭地址判断',
  'event.eventType': '控制台操作可能被当作程序调用',
  'event.resourceName': '只出现在该字段中的密钥无法识别',
}
const LACKS = { incomplete: '不完整', inaccurate: '不精确', limited: '被行数限制截断' } as const
const FAULTS: Readonly<Record<ArchiveFault, string>> = {
  unreadable: '无法读取',
  gone: '已不存在',
  'not-gzip': '不是 gzip 文件',
  damaged: '已损坏',
  cut: '不完整',
  'no-json': '不是 JSON 对象列表',
  'no-event': '含有不是事件的内容',
  count: '中的事件数与文件名所示不符',
  'no-archive': '不是归档文件',
}
/** What a bucket or a logstore is refused with, by the vendor's code. */
const REFUSALS: Readonly<Record<string, string>> = {
  ProjectNotExist: '：该地域中没有这个 Project',
  LogStoreNotExist: '：该 Project 中没有这个 Logstore',
  IndexConfigNotExist: '：该 Logstore 没有索引',
  ProjectForbidden: '：该 Project 已被禁用',
  UserDisable: '：该 Bucket 所属账号已被禁用',
  NoAddress: '：没有这个地域，或没有它的接入地址',
  ENOTFOUND: '：没有这个地域，或没有它的接入地址',
}
const MENDINGS: Readonly<Record<SourceMending, string>> = {
  'name-trail': '请在 CMK_SOURCE 中填写本账号某个跟踪的投递目标，或先创建这样的跟踪。',
  'deliver-reads': '请让该跟踪投递全部事件（EventRW 为 All），或在 CMK_SOURCE 中改用其他来源。',
  'deliver-regions': '请让该跟踪投递所有地域的事件（TrailRegion 为 All），或在 CMK_SOURCE 中改用其他来源。',
  'start-trail': '请启动该跟踪（StartLogging），或在 CMK_SOURCE 中改用其他来源。',
  'deliver-somewhere': '请让该跟踪投递到日志服务或 OSS，或在 CMK_SOURCE 中改用其他来源。',
  'name-region': '请检查 CMK_SOURCE 中的地域：应为地域 ID，例如 cn-hangzhou。',
  'name-logstore': '请检查 CMK_SOURCE 中的地域、Project 和 Logstore；跟踪的 Logstore 名为 actiontrail_ 加跟踪名称。',
  'await-delivery': '请等待该跟踪的首次投递（通常需要几分钟）；若一直没有投递，请检查其投递目标。',
  'check-destination': '请检查该跟踪的投递目标是否存在，以及跟踪的角色是否有权写入。',
  'name-prefix':
    '请填写该跟踪的 Bucket 和前缀（OssBucketName、OssKeyPrefix）：CMK_SOURCE 指的是包含 AliyunLogs 的目录。',
}

export const CHINESE: Catalogue = {
  call: ({ action, code }) => `${action}: ${code}`,
  'call-failed': ({ service, action, region, code }) => `${service} ${action}${inBrackets(region || null)}：${code}`,

  'set-clock': '请校正运行本程序的机器的时钟。',
  'check-settings': '请检查所配置的地域、账号和接入点；若均无误，请附上请求 ID 反馈此问题。',
  'lower-rate': '请调低 CMK_KMS_QPS 或 CMK_TRAIL_QPS，或在其他程序较少占用配额时重新运行。',
  'check-network': '请检查到接入点的网络（DNS、代理、防火墙、CMK_ENDPOINTS），然后重新运行。',
  'endpoint-silent': '接入点没有响应。请检查到该接入点的网络和 CMK_ENDPOINTS，或用 CMK_REGIONS 排除该地域。',
  'role-missing': '该账号中没有这个角色：请检查 CMK_ACCOUNTS 或 CMK_ROLE_NAME 中的角色名称，或创建该角色。',
  'may-be-deleted': '它可能在列出之后被删除：请重新运行。',
  'service-failed': '服务端出错：请稍后重新运行；若问题持续，请将请求 ID 提供给阿里云。',
  'response-malformed': '返回内容与 API 的约定不符：请检查中间是否有代理，然后重新运行。',
  'response-mismatch': '返回内容与请求不符：请检查 CMK_ENDPOINTS 以及中间的代理。',
  'response-of-another': ({ host, what, reported }) =>
    `${host} 返回的是${OTHERS[what]}${inBrackets(reported)}的内容：请检查 CMK_ENDPOINTS 以及中间的代理。`,
  'invocation-not-queued': ({ host, status }) =>
    `${host} 对异步调用返回了 HTTP ${status} 而不是 202：该调用未进入队列。请检查 CMK_DISPATCH、CMK_ENDPOINTS 以及中间的代理。`,
  'renew-credentials': '请获取新的临时凭证后重新运行。',
  'run-again': '请重新运行以继续。',
  'check-source': '请更正 CMK_SOURCE，或修复其背后的跟踪；在此期间不会改用其他方式查询。',
  'set-credentials': '请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或配置凭证 profile。',
  'credential-chain-silent':
    '默认凭证链中有一处没有响应：请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET。',
  'secret-unusable': ({ variable, problem }) => `${variable} 无法使用：${problem}。`,
  'check-access-key-id': '请检查 ALIBABA_CLOUD_ACCESS_KEY_ID。',
  'check-access-key-secret': '请检查 ALIBABA_CLOUD_ACCESS_KEY_SECRET。',
  'check-security-token': '请检查 ALIBABA_CLOUD_SECURITY_TOKEN；它只对应一个 AccessKey。',
  'activate-service': '请在该地域开通此服务，或用 CMK_REGIONS 排除该地域。',
  'project-disabled': '该 Project 已被禁用，常见原因是欠费：请结清欠费，或在日志服务控制台查看其状态。',
  'account-disabled': '该账号已被禁用，原因可能是欠费或安全问题：请结清欠费，或查看控制台的站内消息。',
  'settle-payments': '请结清该账号的欠费。',
  'allow-assume-role':
    '请授予调用者 sts:AssumeRole 权限，并让该角色信任调用者；若角色要求外部 ID，须与 CMK_EXTERNAL_ID 一致。',
  'allow-call': ({ permission, policy }) =>
    `请在 RAM 中授予调用者 ${permission} 权限${policy === null ? '' : `（系统策略 ${policy} 已包含）`}。`,
  'bucket-missing': '请检查 CMK_SOURCE 中的地域和 Bucket 名称。',
  'bucket-elsewhere': '请在 CMK_SOURCE 中填写该 Bucket 所在的地域。',
  'restore-object': '该文件的存储类型需要先解冻才能读取：请解冻，或将其复制到其他 Bucket。',
  'allow-bucket': ({ permission }) =>
    `请为本程序自身的角色授予 CMK_SOURCE 所指 Bucket 的 ${permission} 权限；该 Bucket 须属于同一账号。`,
  'account-needs-role': ({ account }) =>
    `账号 ${account} 不是调用者自己的账号：请在 CMK_ACCOUNTS 中填写该账号内角色的 ARN（acs:ram::${account}:role/<name>）。`,
  'allow-directory': ({ permission }) =>
    `CMK_ACCOUNTS 中有 rd:，只有资源目录的管理账号或委派管理员账号可以查询：请使用其凭证运行，并授予 ${permission} 权限；或逐个填写账号。`,
  'directory-missing':
    'CMK_ACCOUNTS 中有 rd:，但当前凭证所属账号没有资源目录：请使用管理账号的凭证运行，或逐个填写账号。',
  'directory-folder-missing': 'CMK_ACCOUNTS 所填的资源夹（rd:<资源夹 ID>）不在资源目录中：请检查其 ID。',
  'directory-folder-empty':
    'CMK_ACCOUNTS 所填的资源夹（rd:<资源夹 ID>）及其下级资源夹中没有账号：请检查其 ID，或逐个填写账号。',
  'member-not-active': ({ account, status }) =>
    `账号 ${account} 还不是资源目录的有效成员（${status}），未尝试进入：成为有效成员后的当晚即开始审计。`,
  'account-left': ({ account }) =>
    `账号 ${account} 已不在审计范围内：它已离开资源目录或所在资源夹，或已从 CMK_ACCOUNTS 中移除。`,
  'account-left-advice': '其结果行会保留，但会过期。若仍需审计，请在 CMK_ACCOUNTS 中填写该账号。',
  'no-simulated-address': ({ service, region }) =>
    region === ''
      ? `CMK_ENDPOINTS 指向模拟云，但其中没有 ${service} 的地址：请补充。`
      : `CMK_ENDPOINTS 指向模拟云，但其中没有 ${service} 在 ${region} 地域的地址：请补充，或用 CMK_REGIONS 排除该地域。`,
  'list-kept-changing': '读取列表时它一直在变化：请在没有创建或删除操作时重新运行。',
  'filter-ignored': ({ filter }) =>
    `ListKeys 没有按过滤条件 ${filter} 过滤，因此已逐个查询密钥详情。请检查 CMK_ENDPOINTS 以及中间的代理。`,
  'all-keys-gone':
    '此前已知的 CMK 全部不存在了，但并没有密钥处于待删除状态：请检查 CMK_ENDPOINTS、地域和账号；结果表保留已有的数据。',
  'allow-dispatch': ({ permission }) =>
    `请允许函数的角色对各阶段函数执行 ${permission}，或在 CMK_DISPATCH 中写明这些函数所在的位置。`,
  'function-missing': 'CMK_DISPATCH 所指的位置没有此函数：请部署到该位置，或写明函数所在的位置。',
  'functions-missing': ({ place, names }) => `CMK_DISPATCH 为 ${place}，但那里没有函数 ${names}`,
  'job-lost': ({ stage, attempts }) => `任务 ${stage} 已派发 ${attempts} 次，仍未结束。`,
  'find-lost-job': '请在函数计算中查看该任务及其日志；下一次夜间审计会重试。',
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
  'more-reasons': ({ count }) => `另有 ${count} 项`,
  'day-ranges': ({ ranges, more }) =>
    `${ranges.map(([from, to]) => (from === to ? from : `${from} 至 ${to}`)).join('、')}${more === 0 ? '' : ` 等（另有 ${more} 天）`}`,
  'next-run-resumes': '下一次运行会从中断处继续；调大 CMK_TRAIL_BUDGET_MINUTES 可让每次运行读取更多。',
  advices: ({ advices }) => advices.join(''),
  'mend-index': '请按上述原因修正该 Logstore 的索引。',
  'shorten-answers':
    '对该 Logstore 的 Shard 而言查询的数据过多，日志服务因此返回过迟或不完整：请换个时间重新运行、分裂 Shard，或开启 SQL 独享版。',
  'check-events': '请查看这些日期中不是事件的内容：只要来源仍返回它，这些日期就无法完整读取。',
  'check-delivery': '请检查该跟踪在这些日期是否正常投递，以及是否有人删除过日志。',
  'coverage-grows': '操作审计只保留 90 天：覆盖的时间会随每晚的运行逐渐变长；在此之前请调低 CMK_OBSERVATION_DAYS。',

  'bucket-check-files': '请检查 Bucket 中所列的文件；其中无法读取的部分会在操作审计的保留期内通过查询补读。',
  'bucket-not-there': ({ source }) => `${source}：该 Bucket 不存在`,
  'bucket-in-another-region': ({ source }) => `${source}：该 Bucket 位于其他地域`,
  'source-refused': ({ source, code }) => `${source}${REFUSALS[code] ?? ' 无法读取'}（${code}）`,
  'trail-missing': ({ source, others }) =>
    `${source}：没有这样的跟踪，或它既未投递到日志服务也未投递到 OSS${others.length === 0 ? '' : `（现有跟踪：${others.join('、')}）`}`,
  'named-trail-missing': ({ source, others }) =>
    `${source}：没有这样的跟踪${others.length === 0 ? '' : `（现有跟踪：${others.join('、')}）`}`,
  'trail-elsewhere': ({ source, places, others }) =>
    `${source}：没有跟踪投递到这里${places.length === 0 ? '' : `，其他跟踪投递到 ${places.join('、')}`}${others.length === 0 ? '' : `（现有跟踪：${others.join('、')}）`}`,
  'trail-delivers-nowhere': ({ trail }) => `跟踪 ${trail} 既未投递到日志服务，也未投递到 OSS`,
  'mend-source': ({ what }) => MENDINGS[what],
  'trail-untold': ({ source, call }) => `无法得知哪个跟踪投递到 ${source}：${call}`,
  'trail-writes-only': ({ trail }) => `跟踪 ${trail} 只投递写事件，而密钥的使用都不是写事件`,
  'trail-other-regions': ({ trail, regions }) => `跟踪 ${trail} 只投递 ${regions.join('、')} 的事件`,
  'trail-never-started': ({ trail }) => `跟踪 ${trail} 从未启用`,
  'trail-stopped': ({ trail, at }) => `跟踪 ${trail} ${at === null ? '已停止' : `已于 ${at} 停止`}`,
  'trail-not-delivering': ({ trail, code, since }) =>
    `跟踪 ${trail} ${since === null ? '' : `自 ${since} 起`}无法投递（${code}）`,
  'trail-nothing-delivered': ({ trail }) => `跟踪 ${trail} 尚未投递任何事件`,
  'trail-history-running': ({ trail, since }) => `跟踪 ${trail} 仍在投递 ${since} 以来的事件`,

  'said-keys': ({ principal, keys, by, at }) => `${principal} 使用的密钥为 ${keys.join('、')}（${by}，${at}）`,
  'said-client': ({ principal, client, by, at }) =>
    `${principal} 使用 ${clientName(client, 'zh')} 调用（${by}，${at}）`,
  'bucket-without-archive': ({ source }) => `${source} 不是跟踪的归档：其中没有 AliyunLogs/Actiontrail`,

  'trail-silent': ({ region }) => `${region} 的操作审计没有任何事件：无法确认它是否正常记录`,
  'trail-own-calls-missing': ({ region, at }) => `${region} 的操作审计中没有本工具在 ${at} 发出的调用`,
  'trail-events-missing': ({ region, at }) => `${region} 的操作审计中不再出现此前显示过的 ${at} 的事件`,
  'trail-contradicts': ({ region, what, name }) =>
    `${region} 的操作审计返回了${{ region: '地域', account: '账号' }[what]} ${name} 的事件`,
  'next-run-settles':
    '下一次运行即可确认：届时操作审计中应能看到本次运行发出的调用。若仍无任何记录，请检查 CMK_ENDPOINTS 中 actiontrail 的地址。',
  'check-trail-address': ({ region, host }) =>
    `请检查 CMK_ENDPOINTS 中 ${region} 的 actiontrail 地址（${host === null ? '目前没有' : `现为 ${host}`}），以及它返回的是谁的事件；未经证实的部分会在下次运行时重新读取。`,

  'allow-log-call': ({ permission }) =>
    `请在 RAM 中授予运行本程序的身份对 CMK_SOURCE 所指 Logstore 的 ${permission} 权限。`,
  'logstore-missing': '该 Logstore 不存在：请检查 CMK_SOURCE 中的地域、Project 和 Logstore。',
  'logstore-without-index': '请创建索引并开启统计，与操作审计自动创建的一致：没有索引就无法查询。',
  'index-poorer': ({ columns }) =>
    `Logstore 的索引缺少 ${columns.map((column) => `${column}（${COSTS[column] ?? '对调用的了解会减少'}）`).join('、')}：请添加该字段并开启统计`,
  'index-lacks': ({ columns, day }) =>
    `Logstore 的索引缺少 ${columns.join('、')}，而 ${day} 的事件过多，无法逐条读取：请添加该字段并开启统计`,
  'day-without-logs': ({ day }) => `Logstore 中没有 ${day} 的任何日志`,
  'index-changed': ({ day, changed }) =>
    `${day} 有早于索引变更时间 ${changed} 写入的日志：请重建 Logstore 的索引，或等待这些日志移出观察期`,
  'instance-log-lacks': ({ columns }) => `实例日志的索引缺少 ${columns.join('、')}`,
  'instance-log-cut': ({ lacks }) => `日志服务的查询结果${LACKS[lacks]}，即使只查询一分钟`,
  'answer-lacks': ({ day, lacks }) => `日志服务对 ${day} 的查询结果${LACKS[lacks]}，即使只查询一分钟`,
  'events-unreadable': ({ day }) => `日志服务中 ${day} 有过多事件无法用 SQL 区分`,
  'logstore-forgets': ({ days }) => `该 Logstore 只保留 ${days} 天：请延长保存时间，或调低 CMK_OBSERVATION_DAYS。`,
  'logstore-silent': ({ region }) => `Logstore 中没有 ${region} 的任何事件：无法确认跟踪是否正常投递`,
  'logstore-own-calls-missing': ({ region, at }) => `Logstore 中没有本工具 ${at} 在 ${region} 发出的调用`,
  'logstore-events-missing': ({ region, at }) => `Logstore 中不再出现此前显示过的 ${region} ${at} 的事件`,
  'logstore-contradicts': ({ region, what, name }) =>
    `查询 ${region} 时，Logstore 返回了${{ region: '地域', account: '账号' }[what]} ${name} 的事件`,
  'next-run-settles-logstore': ({ region, source }) =>
    `下一次运行即可确认：届时 Logstore 中应能看到本次运行发出的调用。若仍无任何记录，请检查跟踪是否将 ${region} 的所有事件投递到 ${source}。`,
  'check-logstore': ({ region, source }) =>
    `请检查跟踪是否将 ${region} 的所有事件投递到 ${source}；未经证实的部分会在下次运行时重新读取。`,
  'archive-file': ({ path, fault, detail }) => `${path} ${FAULTS[fault]}${detail === '' ? '' : `（${detail}）`}`,
  'archive-more-files': '归档中还有其他文件无法使用',
  'archive-early-events': ({ path, day }) => `${path} 含有 ${day} 的事件，而该文件写于此前`,
  'archive-without-region': ({ region }) => `归档中没有 ${region} 的文件`,
  'archive-silent': ({ region }) => `${region} 的归档中没有任何 KMS 事件：无法确认跟踪是否记录 KMS`,
  'archive-own-calls-missing': ({ region, at }) => `${region} 的归档中没有本工具在 ${at} 发出的调用`,
  'archive-events-missing': ({ region, at }) => `${region} 的归档中不再出现此前显示过的 ${at} 的事件`,
  'archive-contradicts': ({ region, what, name }) =>
    `${region} 的归档中有${{ region: '地域', account: '账号' }[what]} ${name} 的事件`,
  'archive-copy-files-again': '请从存储空间重新复制上述文件。',
  'archive-copy-missing-days': '请复制缺失日期直至当前的归档文件，然后重新运行。',
  'archive-copy-days': ({ days }) => `请复制 ${days} 的归档文件，然后重新运行。`,
  'archive-check-owner': '请检查 CMK_SOURCE 指向的是谁的归档；未经证实的部分会在下次运行时重新读取。',
  'archive-check-trail':
    '请确认跟踪投递该地域的全部事件（EventRW 为 All），且归档副本包含截至当前的文件；未经证实的部分会在下次运行时重新读取。',

  'fact-absent': ({ field }) => `DescribeKey：缺少 ${field}`,
  'fact-unknown': ({ field, value }) => `DescribeKey：${field} ${value} 不是已知的取值`,
  'fact-no-time': ({ field, value }) => `DescribeKey：${field} ${value} 不是时间`,
  'fact-in-future': ({ field, value }) => `DescribeKey：${field} ${value} 晚于当前时间`,
  'fact-contradicts': ({ field, value, otherField, otherValue }) =>
    `DescribeKey：${field} ${value} 与 ${otherField} ${otherValue} 矛盾`,
  'arn-of-another-key': ({ value }) => `DescribeKey：Arn ${value} 属于另一个密钥`,
  'value-unknown': ({ value }) => `DescribeKey：${value} 不是已知的取值`,
  'used-before-creation': ({ created, used }) => `DescribeKey：CreationDate ${created} 晚于 ${used} 使用该密钥的调用`,
  'versions-missing': 'ListKeyVersions：没有任何密钥版本',
  'primary-version-missing': 'ListKeyVersions：密钥版本列表中没有 DescribeKey 返回的 PrimaryKeyVersion',
  'creator-type-changed': 'ListKeys：CreatorType 现为 Service，此前的运行中为 CMK',
  'creator-type-untold': 'ListKeys：CreatorType 过滤失败，DescribeKey 也没有说明',

  'plan-environment': ({ environment }) => `标签标明的环境：${environment}。不同环境的密钥不会放在同一批次。`,
  'plan-shared-callers': ({ keys, callers, more }) =>
    `以下应用共用这 ${keys} 个密钥，因此同批迁移：${callers.join('、')}${more > 0 ? `，另有 ${more} 个调用者` : ''}。`,
  'plan-callers-unlisted': ({ keys }) =>
    `有 ${keys} 个密钥的调用者多于结果行所能列出的数量，它们可能同时使用其他批次的密钥。`,
  'plan-cut': ({ keys, part, parts }) =>
    `第 ${part} 部分，共 ${parts} 部分：应用将 ${keys} 个密钥关联在一起，而每批最多 50 个密钥和 50 个凭据。调用者相同的密钥尽量放在一起。`,
  'plan-packed': ({ groups }) => `${groups} 组没有共用应用的密钥合并为一批：同一个低峰时间窗对它们都合适。`,
  'plan-one-key': '单独一个密钥：没有应用、环境和低峰时段都与之相符的其他就绪密钥。',
  'plan-keys-before-secrets': '顺序：先迁移密钥，再迁移凭据。凭据只有在加密它的密钥所在之处才能读取。',
  'plan-secrets-of': ({ key, part, parts, after }) =>
    `${key} 的凭据第 ${part} 部分，共 ${parts} 部分：其数量超过一批的上限。须在迁移该密钥的 ${after} 之后进行。`,
  'plan-no-destination': ({ region }) =>
    `尚未配置 ${region} 的目标 KMS 实例：请在 CMK_DESTINATION 中指定（${region}=<实例 ID>）。`,
  'plan-destination-elsewhere': ({ instance, region }) =>
    `CMK_DESTINATION 指定的 ${instance} 位于 ${region}：密钥只能迁移到同地域的实例。`,
  'plan-no-profile': ({ keys }) =>
    `没有低峰时间窗的依据：${keys} 个密钥由旧版本判断，当时没有按星期统计调用。请重新运行审计。`,
  'plan-short-evidence': ({ keys }) => `没有低峰时间窗的依据：${keys} 个密钥的使用情况只观察了不到一周。`,
  'plan-no-window': ({ weeks }) => `${weeks} 周内没有空闲的时间窗：已全部被封网期和其他批次占用。`,
  'plan-quiet': '没有观察到这些密钥被使用：任何时间窗均可，此处取最早的空闲时间窗。',
  'plan-after-environments': '其时间窗晚于非生产环境的各批次。',
  'plan-requested': ({ ticket }) =>
    `已提交申请${ticket === null ? '' : `（工单 ${ticket}）`}：密钥以申请时为准，不再列入其他批次。`,
  'plan-agreed-window': '时间窗为与阿里云商定的时间窗。',
  'plan-not-moved': '已记录为迁移完成，但上次审计时这些密钥仍在默认 KMS 实例中：请在控制台核对，或等待下一次审计。',
  'plan-left-requested': ({ batch, ticket }) =>
    `该密钥在已提交申请的批次 ${batch}${ticket === null ? '' : `（工单 ${ticket}）`}中：请通知技术支持不要迁移。`,
  'plan-left-moved': ({ batch }) => `该密钥在已记录为迁移完成的批次 ${batch} 中：请在控制台核对。`,

  ...INSTANCES,
  'resource-instance': ({ id, use }) => `RDS 实例 ${id}（${use}）`,
  'resource-disk': ({ id }) => `ECS 云盘 ${id}（未挂载）`,
  'resource-attached-disk': ({ id, instance }) => `ECS 云盘 ${id}（挂载于 ${instance}）`,
  'resource-snapshot': ({ id }) => `ECS 快照 ${id}`,
  'resource-default-disk-key': ({ id }) => `${id} 地域新建加密云盘的默认密钥`,
  'resource-bucket': ({ id }) => `OSS 存储空间 ${id}（加密规则）`,
  'resource-tag': ({ id }) => `云产品标签 ${id}`,

  'key-gone': 'DescribeKey：该密钥已不存在',
}
