import type { Language } from './language.ts'

/** The languages besides the one that a run writes in; each needs every sentence. */
type Translations = Readonly<Record<Exclude<Language, 'en'>, string>>

/** What an answer is about in place of what was asked. */
const ABOUT: Readonly<Record<string, Translations>> = {
  'another region': { zh: '另一个地域' },
  'another account': { zh: '另一个账号' },
  'another key': { zh: '另一个密钥' },
  'another secret': { zh: '另一个凭据' },
  'another period': { zh: '另一个时间段' },
  'another page': { zh: '另一页' },
}

/**
 * What a run writes down about calls that failed is one sentence of English, as logs and tables have it. Each of those sentences,
 * or of their parts, has its like in the other languages here; codes, names and everything unknown stay as they are.
 */
const SENTENCES: readonly (readonly [english: RegExp, translations: Translations])[] = [
  [/^Set the clock of this machine\.$/, { zh: '请校正运行本程序的机器的时钟。' }],
  [
    /^Check the configured regions, accounts and endpoints; if they are right, report it with the request id\.$/,
    { zh: '请检查所配置的地域、账号和接入点；若均无误，请附上请求 ID 反馈此问题。' },
  ],
  [
    /^Lower (CMK_KMS_QPS) or (CMK_TRAIL_QPS), or run again when others use the quota less\.$/,
    { zh: '请调低 $1 或 $2，或在其他程序较少占用配额时重新运行。' },
  ],
  [
    /^Check the way to the endpoint \(DNS, proxy, firewall, CMK_ENDPOINTS\) and run again\.$/,
    { zh: '请检查到接入点的网络(DNS、代理、防火墙、CMK_ENDPOINTS)，然后重新运行。' },
  ],
  [
    /^The endpoint does not answer\. Check the way to it and CMK_ENDPOINTS, or leave the region out with CMK_REGIONS\.$/,
    { zh: '接入点没有响应。请检查到该接入点的网络和 CMK_ENDPOINTS，或用 CMK_REGIONS 排除该地域。' },
  ],
  [
    /^There is no such role in that account: check the name of the role in CMK_ACCOUNTS, or make the role\.$/,
    { zh: '该账号中没有这个角色：请检查 CMK_ACCOUNTS 中的角色名称，或创建该角色。' },
  ],
  [
    /^CMK_ENDPOINTS leads to a simulated cloud and has no address of (\w+) for ([\w-]+): add it, or leave the region out with CMK_REGIONS\.$/,
    { zh: 'CMK_ENDPOINTS 指向模拟云，其中没有 $2 地域 $1 的接入点：请补充，或用 CMK_REGIONS 排除该地域。' },
  ],
  [
    /^CMK_ENDPOINTS leads to a simulated cloud and has no address of (\w+): add it\.$/,
    { zh: 'CMK_ENDPOINTS 指向模拟云，其中没有 $1 的接入点：请补充。' },
  ],
  [/^It may have been deleted since it was listed: run again\.$/, { zh: '它可能在列出之后被删除：请重新运行。' }],
  [
    /^The service failed on its side: run again later, and give the request id to Alibaba Cloud if it stays\.$/,
    { zh: '服务端出错：请稍后重新运行；若持续出现，请将请求 ID 提供给阿里云。' },
  ],
  [
    /^The answer is not what the API promises: check for a proxy in between, and run again\.$/,
    { zh: '返回内容与 API 的约定不符：请检查中间是否有代理，然后重新运行。' },
  ],
  ...Object.entries(ABOUT).map(
    ([english, about]) =>
      [
        new RegExp(
          `^The answer of (\\S+) is about ${english}( \\(\\S+\\))?: check CMK_ENDPOINTS, and what stands in between\\.$`,
        ),
        { zh: `$1 返回的是${about.zh}$2的内容：请检查 CMK_ENDPOINTS 以及中间的代理。` },
      ] as const,
  ),
  [
    /^The answer is not about what was asked: check CMK_ENDPOINTS, and what stands in between\.$/,
    { zh: '返回的不是所请求的内容：请检查 CMK_ENDPOINTS 以及中间的代理。' },
  ],
  [
    /^ListKeys does not heed its filter (\w+): the keys were described one by one\. Check CMK_ENDPOINTS, and what stands in between\.$/,
    { zh: 'ListKeys 没有按过滤条件 $1 过滤，因此已逐个查询密钥详情。请检查 CMK_ENDPOINTS 以及中间的代理。' },
  ],
  [
    /^No CMK of earlier runs is there any more, though none was to be deleted: check CMK_ENDPOINTS, the region and the account; the table keeps what it knew\.$/,
    {
      zh: '此前已知的 CMK 全部不在列表中，但并没有密钥处于待删除状态：请检查 CMK_ENDPOINTS、地域和账号；本表保留已有的数据。',
    },
  ],
  [/^Get new temporary credentials and run again\.$/, { zh: '请获取新的临时凭证后重新运行。' }],
  [/^Run again to go on\.$/, { zh: '请重新运行以继续。' }],
  [
    /^Set (ALIBABA_CLOUD_ACCESS_KEY_ID) and (ALIBABA_CLOUD_ACCESS_KEY_SECRET), or configure a profile\.$/,
    { zh: '请设置 $1 和 $2，或配置凭证 profile。' },
  ],
  [/^Check (ALIBABA_CLOUD_\w+)\.$/, { zh: '请检查 $1。' }],
  [/^Check (ALIBABA_CLOUD_\w+); it belongs to one access key\.$/, { zh: '请检查 $1；它只对应一个 AccessKey。' }],
  [
    /^Activate the service in this region, or leave the region out with CMK_REGIONS\.$/,
    { zh: '请在该地域开通此服务，或用 CMK_REGIONS 排除该地域。' },
  ],
  [/^Settle the overdue payments of the account\.$/, { zh: '请结清该账号的欠费。' }],
  [
    /^Allow the caller sts:AssumeRole, and let the role trust the caller\.$/,
    { zh: '请授予调用者 sts:AssumeRole 权限，并让该角色信任调用者。' },
  ],
  [/^Allow the caller (\S+) in RAM\.$/, { zh: '请在 RAM 中授予调用者 $1 权限。' }],
  [
    /^Allow the caller (\S+) in RAM \(the system policy (\w+) does\)\.$/,
    { zh: '请在 RAM 中授予调用者 $1 权限(系统策略 $2 已包含)。' },
  ],
  [
    /^Account (\d+) is not the caller's own: give the ARN of a role in it \((.+)\) in CMK_ACCOUNTS\.$/,
    { zh: '账号 $1 不是调用者自己的账号：请在 CMK_ACCOUNTS 中填写该账号内角色的 ARN($2)。' },
  ],
  [
    /^The list kept changing while it was read: run again when nothing is being created or deleted\.$/,
    { zh: '读取列表时它一直在变化：请在没有创建或删除操作时重新运行。' },
  ],
  [
    /^ActionTrail keeps 90 days: the table comes to cover more as nights go by; until then lower CMK_OBSERVATION_DAYS\.$/,
    { zh: '操作审计只保留 90 天：随着每晚运行，本表覆盖的时间会越来越长；在此之前请调低 CMK_OBSERVATION_DAYS。' },
  ],
  // Written before, and still in the table: it advised a source that is not available.
  [
    /^The next run goes on where this one stopped; a trail in Simple Log Service would read the rest at once\.$/,
    { zh: '下一次运行会从这里继续。' },
  ],
  [
    /^The next run goes on where this one stopped; a longer (CMK_TRAIL_BUDGET_MINUTES) lets it read more\.$/,
    { zh: '下一次运行会从这里继续；调大 $1 可让每次运行读取更多。' },
  ],
  [
    /^The next night knows by itself: by then the trail must show the calls that this night made\. If it shows nothing then, check the address of actiontrail in CMK_ENDPOINTS\.$/,
    {
      zh: '下一晚即可自行确认：届时跟踪中应能看到本次运行发出的调用。若仍无任何记录，请检查 CMK_ENDPOINTS 中 actiontrail 的地址。',
    },
  ],
  [
    /^Check the address of actiontrail for (\S+) in CMK_ENDPOINTS \(it is (\S+)\), and whose events it answers with; the next run reads again what is not proven\.$/,
    {
      zh: '请检查 CMK_ENDPOINTS 中 $1 的 actiontrail 地址(现为 $2)，以及它返回的是谁的事件；未经证实的部分会在下次运行时重新读取。',
    },
  ],
  [
    /^the trail of (\S+) shows no event at all: nothing tells whether it is alive$/,
    { zh: '$1 的操作审计没有任何事件：无法确认它是否正常记录' },
  ],
  [
    /^the trail of (\S+) does not show the calls that this suite made at (\S+)$/,
    { zh: '$1 的操作审计中没有本工具在 $2 发出的调用' },
  ],
  [
    /^the trail of (\S+) no longer shows the event of (\S+) that it showed before$/,
    { zh: '$1 的操作审计中不再出现此前显示过的 $2 的事件' },
  ],
  [/^the trail of (\S+) answers with events of region (\S+)$/, { zh: '$1 的操作审计返回了地域 $2 的事件' }],
  [/^the trail of (\S+) answers with events of account (\S+)$/, { zh: '$1 的操作审计返回了账号 $2 的事件' }],
  [
    /^What this message names has to be put right; the other scopes went on\.$/,
    { zh: '请处理此信息所指的问题；其他账号和地域未受影响。' },
  ],
  [
    /^No connection to the proxy (\S+) \((\w+)\) comes about: check its address and the way to it, or take the host out with NO_PROXY\.$/,
    { zh: '无法连接到代理 $1($2)：请检查其地址和网络，或用 NO_PROXY 排除该主机。' },
  ],
  [
    /^Give the proxy (\S+) \((\w+)\) the user and the password that it wants: (\S+) in the variable\.$/,
    { zh: '代理 $1 要求用户名和密码：请在 $2 中按 $3 的形式填写。' },
  ],
  [
    /^Let the proxy (\S+) \((\w+)\) pass calls to this host, or take the host out with NO_PROXY\.$/,
    { zh: '代理 $1($2)拒绝转发：请让它放行此主机，或用 NO_PROXY 排除该主机。' },
  ],
  [
    /^Check the way from the proxy (\S+) \((\w+)\) to the endpoint \(DNS, firewall\), or take the host out with NO_PROXY\.$/,
    { zh: '请检查代理 $1($2)到接入点的网络(DNS、防火墙)，或用 NO_PROXY 排除该主机。' },
  ],
  [
    /^Check the proxy (\S+) \((\w+)\): what it answers is not what an HTTP proxy answers\.$/,
    { zh: '请检查代理 $1($2)：它的响应不是 HTTP 代理的响应。' },
  ],
  [
    /^The certificate that came through the proxy (\S+) \((\w+)\) is not trusted: if it reads TLS, give this process the certificate that signs its own in NODE_EXTRA_CA_CERTS\.$/,
    { zh: '经代理 $1($2)收到的证书不受信任：若代理会解密 TLS，请通过 NODE_EXTRA_CA_CERTS 提供其 CA 证书。' },
  ],
  [
    /^Check the proxy (\S+) \((\w+)\) and its way to the endpoint, and run again\.$/,
    { zh: '请检查代理 $1($2)及其到接入点的网络，然后重新运行。' },
  ],
  [
    /^A proxy in between refuses the call: let it pass, or name another in HTTPS_PROXY\.$/,
    { zh: '中间的代理拒绝了此调用：请让它放行，或在 HTTPS_PROXY 中指定另一个代理。' },
  ],
]

/** Parts of sentences, which stand between codes and times. */
const PARTS: readonly (readonly [english: RegExp, translations: Translations])[] = [
  [/(?<=^DescribeKey: \w+) is absent$/, { zh: ' 缺失' }],
  [/(?<=^DescribeKey: .*".*") is not known$/, { zh: ' 不是已知的取值' }],
  [/(?<=^DescribeKey: \w+ ".*") is no time$/, { zh: ' 不是时间' }],
  [/(?<=^DescribeKey: \w+ ".*") lies in the future$/, { zh: ' 晚于当前时间' }],
  [/^DescribeKey: (\w+) (\S+) contradicts (\w+) (\S+)$/, { zh: 'DescribeKey: $1 $2 与 $3 $4 矛盾' }],
  [
    /^ListKeys: CreatorType Service now, and a CMK in an earlier run$/,
    { zh: 'ListKeys: CreatorType 现为 Service，此前的运行中为 CMK' },
  ],
  [
    /^ListKeys: the CreatorType filter failed, and DescribeKey does not tell$/,
    { zh: 'ListKeys: CreatorType 过滤失败，DescribeKey 也没有说明' },
  ],
  [/^ListAliases failed$/, { zh: 'ListAliases 失败' }],
  [/^(\d+) days of events are not read yet(?=$|[:;])/, { zh: '尚有 $1 天的事件未读取' }],
  [/; about ([\d.]+) h more of reading$/, { zh: '；预计还需读取 $1 小时' }],
  [/; about (\d+) min more of reading$/, { zh: '；预计还需读取 $1 分钟' }],
  [/(?<=^|[:;] )the nightly budget is used up/g, { zh: '每晚的时间预算已用完' }],
  [/(?<=^|[:;] )the time of this process is used up/g, { zh: '本次进程的时间已用完' }],
  [
    /LookupEvents answered something that is no event on (\d{4}-\d{2}-\d{2})/g,
    { zh: 'LookupEvents 在 $1 返回了不是事件的内容' },
  ],
]

/** What a run wrote down, as readers of a language read it, as far as it is a sentence of ours. */
export function inLanguage(text: string, language: Language): string {
  if (language === 'en') return text
  for (const [english, translations] of SENTENCES)
    if (english.test(text)) return text.replace(english, translations[language])
  return PARTS.reduce((rest, [english, translations]) => rest.replace(english, translations[language]), text)
}
