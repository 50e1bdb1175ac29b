import { MAX_BATCH } from '../domain/plan/plan.ts'
import { MIN_IMAGE } from '../domain/request/migration-tool.ts'
import { grouped } from './numbers.ts'
import type { RequestMessages } from './request-messages-type.ts'

const things = (keys: number, secrets: number) =>
  [...(keys > 0 || secrets === 0 ? [`${keys} 个用户主密钥`] : []), ...(secrets > 0 ? [`${secrets} 个凭据`] : [])].join(
    '和 ',
  )

export const REQUEST_ZH: RequestMessages = {
  title: '迁移申请',
  copyFrom: '从此处开始复制',
  copyTo: '复制到此处为止',
  nothing: '没有需要申请的内容：既没有可迁移的密钥，也没有需要联系技术支持的密钥。',
  before: '提交之前',
  check: {
    ticket: (account, region) =>
      `文档的第一步是控制台自带的检查。请使用账号 ${account} 登录旧版密钥管理控制台，选择地域 ${region}，在用户主密钥页面上方单击用户主密钥迁移判断工具，阅读提示后单击确定，并逐一核对下列密钥的结果。`,
    tool: (account, region) =>
      `请先与控制台核对。使用账号 ${account} 登录 KMS 1.0 控制台，打开迁移工具（Migration Tool），查看地域 ${region}；单击未迁移密钥的数量，即可看到工具可以迁移的密钥。`,
  },
  disagree: '如果控制台的结果与此列表不一致',
  toolRefuses:
    '如果工具判定下列某个密钥不可迁移：请以工具为准，先将其移出申请。重新运行 audit 查看此后的变化，并用 explain 核对；如果结论仍为可迁移，请向技术支持确认工具给出的原因。',
  toolAccepts: {
    ticket:
      '如果工具判定某个不在列表中的密钥可以迁移：请勿因此加入申请。工具检查的是密钥；业务应用如何使用密钥（接口、网络位置、开发语言）是文档要求自行判断的第二步，此列表的结论已包含这一步。explain 会说明该密钥未列入的原因。',
    tool: '如果工具列出了某个不在列表中的密钥：请勿因此迁移。explain 会说明该密钥未列入的原因，例如证据尚不完整。',
  },
  missing: {
    window: () => '【缺少】迁移时间窗口。没有可依据的低峰时段：请与负责人商定，并用 state batch 登记。',
    'window-past': () => '【缺少】迁移时间窗口。已约定的时间窗口已过：请重新约定，并用 state batch 登记。',
    destination: (region) =>
      `【缺少】目标 KMS 实例。如果 ${region} 还没有 KMS 实例，请先购买，再在 CMK_DESTINATION 中填写（${region}=<实例 ID>）。`,
  },
  notReady: (keys) => `以下密钥已不再是可迁移状态，未列入下文：${keys}。如果申请已提交，请告知阿里云。`,
  moved: (keys) => `以下密钥已在 KMS 实例中：${keys}。`,
  gone: (keys) => `以下密钥已不在表中，无法判断：${keys}。如果申请已提交，请在控制台中核对。`,
  byStatement: (keys) =>
    `以下密钥的事件留有无法判断之处，由人工说明确定，explain 会给出说明内容：${keys}。请确认该说明仍然成立。`,
  ticketTitle: {
    ticket: (keys, secrets, region) => `申请将 ${region} 的 ${things(keys, keys > 0 ? 0 : secrets)}迁移到 KMS 实例`,
    tool: (keys, secrets, region) => `使用迁移工具迁移 ${region} 的 ${things(keys, secrets)}`,
  },
  ticketLead: {
    ticket: '请在约定的时间窗口内，将以下用户主密钥从 KMS 默认实例迁移到我们的 KMS 实例。',
    tool: '以下资源由 KMS 1.0 控制台的迁移工具自助迁移，无需提交工单。',
  },
  secretsLead: '加密这些凭据的密钥在另一批次中申请迁移。请告知这些凭据的迁移方式；它们须在密钥之后迁移。',
  facts: '申请信息',
  account: '账号 ID',
  region: '地域',
  destination: '目标 KMS 实例',
  window: '迁移时间窗口',
  agreedWindow: '已约定',
  offPeak: (calls, weeks) => `业务低峰期：预计 ${calls} 次调用，依据 ${weeks} 周的观察`,
  isMissing: {
    window: '【缺少】尚未约定',
    'window-past': '【缺少】已约定的时间窗口已过',
    destination: '【缺少】尚未选定',
  },
  ticketNumber: '工单号',
  contacts: '负责人',
  contact: (owner, keys) => `${owner ?? '未指定'}（${keys} 个密钥）`,
  keys: '密钥 ID',
  secrets: '凭据',
  ofSecrets: {
    ticket: '以下凭据由上述密钥加密，须在密钥之后迁移。请告知这些凭据的迁移方式。',
    tool: '须在加密它的密钥之后迁移；迁移前关闭凭据的自动轮转；目标实例中不得有同名凭据。',
  },
  inHsm: '保护级别 HSM',
  evidence: '检查结果',
  keyFacts: '所有密钥：密钥材料由 KMS 生成，只有一个密钥版本，未开启自动轮转。',
  noForbidden: (from, to) =>
    `操作审计 ${from} 至 ${to}（在此期间创建的密钥自创建之日起）：没有业务应用使用这些密钥调用 ReEncrypt、ExportDataKey 或 GenerateAndExportDataKey（被拒绝的调用除外）。`,
  notRead: '事件未完整读取，按该版文档仅作提示。',
  scenarios: {
    1: (keys) => `场景一：${keys} 个密钥仅由云产品使用。`,
    2: (keys) => `场景二：${keys} 个密钥由业务应用使用。`,
    open: (keys) => `${keys} 个密钥未见可判断场景的使用记录。`,
  },
  applications: (names) => `业务应用：${names}。`,
  toolSteps: '操作步骤',
  tool: {
    instance: (destination, region, keys, secrets) =>
      `准备 ${region} 的 ${destination ?? 'KMS 实例'}：剩余配额须能容纳 ${things(keys, secrets)}；软件密钥管理实例的镜像版本须为 ${MIN_IMAGE} 或更高，否则请先升级。文档建议开启自动续费：实例到期释放后，其中的密钥将无法解密。`,
    freeze:
      '时间窗口内冻结管理类操作：任何人和流水线均不得创建、修改或删除密钥、凭据和 KMS 实例。请暂停 Terraform、轮转和密钥管理；密码运算类调用不受影响。',
    open: (account, region) =>
      `使用账号 ${account} 登录 KMS 1.0 控制台，打开迁移工具（Migration Tool），在 ${region} 所在行单击迁移（Migrate）。`,
    select: (keys, secrets) =>
      `选择此处列出的 ${things(keys, secrets)}（工具每次最多迁移 ${MAX_BATCH} 个密钥和 ${MAX_BATCH} 个凭据），先密钥，后凭据。`,
    confirm: '完成后，请将已迁移的密钥和凭据与此列表核对，并用 state batch 登记。',
  },
  owners: '负责人要做的事',
  forKeys: '密钥：',
  support: '需联系技术支持',
  supportTitle: (keys, region) => `${region} 的 ${keys} 个用户主密钥需要技术支持协助迁移`,
  supportLead:
    '我们希望将以下用户主密钥从 KMS 默认实例迁移到 KMS 实例。使用这些密钥的业务应用没有对应开发语言的迁移 SDK，或者部署在阿里云外。请告知这些密钥的迁移方式。',
  callers: '调用方',
  calls: (calls, last) => `调用 ${grouped(calls)} 次，最近一次在 ${last}`,
  moreCallers: (count) => `另有 ${count} 个调用方`,
  observed: (from, to, calls) => `${from} 至 ${to} 共调用 ${grouped(calls)} 次`,
  states: {
    planned: '已计划',
    requested: '已申请',
    'window-agreed': '已约定时间窗口',
    moved: '已迁移',
    verified: '已验证',
  },
}
