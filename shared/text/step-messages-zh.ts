import { clientName, networkName } from '../domain/caller-names.ts'
import { listed } from '../domain/rules/phrases.ts'
import { kmsOperationPage, MIGRATION_PAGE, SECRET_MIGRATION_PAGE, TERRAFORM_PAGE } from '../domain/rules/sources.ts'
import { MIGRATION_SDKS } from '../domain/steps/migration-sdks.ts'
import type { StepParams } from '../domain/steps/step.ts'
import { IGNORE_CHANGES, keyCommand, ROTATION_RULE } from './step-code.ts'
import type { StepMessages } from './step-messages-type.ts'

const ROTATION_PAGE = kmsOperationPage('UpdateRotationPolicy')

const list = (names: readonly string[], more = 0) => listed(names, more, 'zh')
const nameOf = (principal: string) => (principal === 'unknown' ? '身份未知的调用方' : principal)

export const STEPS_ZH: StepMessages = {
  title: '操作步骤',
  when: { before: '迁移前要做的事', after: '迁移后要做的事' },
  forWhom: (whom) => {
    if ('principal' in whom) return `由 ${nameOf(whom.principal)} 的负责人执行`
    return whom.owner === null ? '由密钥负责人执行' : `由 ${whom.owner} 执行`
  },
  by: (moment) => `截止 ${moment}`,
  short: {
    'rotation-off': '',
    'rotation-rule': '',
    'cancel-deletion': '需取消删除计划',
    'stop-operations': '',
    'identify-client': '',
    'identify-network': '',
    'app-ticket': '',
    'services-only': '',
    'hsm-to-software': 'HSM 密钥，迁移到软件实例后变为 SOFTWARE',
    terraform: '由 Terraform 管理，需先配置 ignore_changes',
    'secrets-after-key': '所加密的凭据须在其后迁移',
    'app-access': '',
    'app-sdk': '',
    'app-operations': '',
    'keep-sdk': '',
    'shared-gateway-only': '',
    'public-access': '有来自公网的调用',
    'more-callers': '',
    'rotation-on': '',
  },
  steps: {
    'rotation-off': (params) => ({
      text: `${rotationText(params)}${params.suspended && params.urgency !== 'due' ? 'KMS 只能修改已启用密钥的轮转策略：请启用密钥后立即关闭自动轮转。' : ''}`,
      ...keyCommand('UpdateRotationPolicy', params, '--EnableAutomaticRotation false'),
      source: ROTATION_PAGE,
    }),
    'rotation-rule': () => ({
      text: `关闭轮转期间，如果您使用了配置审计（Cloud Config）的规则 ${ROTATION_RULE}，该密钥会被判为不合规。请提前告知合规负责人，并约定在迁移完成前按例外处理。`,
    }),
    'cancel-deletion': (params) => ({
      text: '该密钥已计划删除。如需迁移，请先取消删除计划。',
      ...keyCommand('CancelKeyDeletion', params),
    }),
    'stop-operations': ({ principal, operations }) => ({
      text: `请让 ${nameOf(principal)} 停止使用该密钥调用 ${list(operations)}：在最后一次此类调用移出观察窗口之前，按文档该密钥不支持迁移。`,
      source: MIGRATION_PAGE,
    }),
    'identify-client': ({ principal }) => ({
      text: `请确认 ${nameOf(principal)} 的开发语言，并使用 state client 命令登记。`,
    }),
    'identify-network': ({ principal }) => ({
      text: `请确认 ${nameOf(principal)} 从何处发起调用。如果公网地址是您在阿里云上的地址（弹性公网 IP、NAT 网关），请将其加入 CMK_OWN_CIDRS。`,
    }),
    'app-ticket': ({ principal, client, network, reasons }) => ({
      text: `${nameOf(principal)}（${clientName(client, 'zh')}，${networkName(network, 'zh')}）${reasons.map((reason) => TICKET_REASONS[reason]).join('且')}：请提交工单联系技术支持。request 命令会生成附有证据的工单内容。`,
      source: MIGRATION_PAGE,
    }),
    'services-only': () => ({
      text: '仅云产品使用该密钥（文档中的场景一）：业务应用无需任何改造。',
      source: MIGRATION_PAGE,
    }),
    'hsm-to-software': () => ({
      text: '该密钥的保护级别为 HSM，迁移到软件密钥管理实例后会变为 SOFTWARE。如果密钥必须保留在 HSM 中，请在提交迁移申请前选用硬件密钥管理实例。',
      source: TERRAFORM_PAGE,
    }),
    terraform: ({ seen, rotates }) => ({
      text: `该密钥由 Terraform 管理（${seen === 'tag' ? '依据标签' : '依据其调用记录'}）。迁移会改变密钥的属性，如果不修改配置，Terraform 会释放已迁移的密钥并创建一个新密钥。在 alicloud_kms_key 中加入以下配置之前，请勿对其执行 apply；自哪个 Provider 版本起可以省略 dkms_instance_id，请参见文档。${rotates ? '请在迁移前将配置中的 automatic_rotation 改为 "Disabled"，否则下一次 apply 会重新开启自动轮转。' : ''}`,
      code: IGNORE_CHANGES,
      source: TERRAFORM_PAGE,
    }),
    'secrets-after-key': ({ secrets, more, byTicket }) => ({
      text: `以下凭据由该密钥加密：${list(secrets, more)}。${byTicket ? '2023-09 版文档只迁移密钥：请在工单中列出这些凭据，并确认其迁移方式。' : ''}须先迁移密钥，再迁移凭据；凭据迁移前请关闭其自动轮转。如果 KMS 实例中已有同名凭据，则该凭据无法迁移。`,
      source: SECRET_MIGRATION_PAGE,
    }),
    'app-access': ({ principal }) => ({
      text: `${nameOf(principal)}：请为 KMS 实例创建应用接入点，获取 Client Key 及其口令，并获取实例的 CA 证书；确认应用所在的 VPC 可以访问该实例。须在密钥迁移后 1 个月内改为访问实例，届时原 KMS 网关入口将关闭。`,
      source: MIGRATION_PAGE,
    }),
    'app-sdk': ({ principal, client }) => {
      const { dependencies, before, after, config } = MIGRATION_SDKS[client]
      return {
        text: `${nameOf(principal)}（${clientName(client, 'zh')}）：请添加依赖 ${list(dependencies)}，并用 ${after} 替换 ${before}。在 ${config} 中填写 Client Key、口令、访问地址 <实例 ID>.cryptoservice.kms.aliyuncs.com 和 CA 证书，请求代码保持不变。如果应用使用的不是 ${before} 所属的 SDK，则调用代码也需要改造。`,
        source: MIGRATION_PAGE,
      }
    },
    'app-operations': ({ principal, moved, stay }) => ({
      text: `${nameOf(principal)}：${[
        ...(moved.length === 0 ? [] : [`${list(moved)} 将由 KMS 实例处理`]),
        ...(stay.length === 0 ? [] : [`${list(stay)} 仍走共享网关，迁移 SDK 不会转发`]),
      ].join('；')}。`,
      source: MIGRATION_PAGE,
    }),
    'keep-sdk': ({ principals, more }) => ({
      text: `业务应用可继续使用原 SDK，无需修改代码：${list(principals.map(nameOf), more)}。`,
      source: MIGRATION_PAGE,
    }),
    'shared-gateway-only': ({ principals, more }) => ({
      text: `ReEncrypt 仅支持通过共享网关调用，请勿将以下调用方改为访问 KMS 实例的专属网关：${list(principals.map(nameOf), more)}。`,
      source: kmsOperationPage('ReEncrypt'),
    }),
    'public-access': ({ principals, more }) => ({
      text: `以下调用方从公网地址发起调用：${list(principals.map(nameOf), more)}。迁移前请确认 KMS 实例允许通过共享网关进行公网访问。`,
      source: MIGRATION_PAGE,
    }),
    'more-callers': ({ count }) => ({
      text: `另有 ${count} 个调用方未在此列出，上述要求同样适用。`,
    }),
    'rotation-on': (params) => ({
      text: '密钥迁入 KMS 实例后，如果实例支持轮转，请重新开启自动轮转：软件密钥管理实例支持轮转对称密钥，每个密钥版本占用一个密钥配额。',
      ...keyCommand('UpdateRotationPolicy', params, '--EnableAutomaticRotation true --RotationInterval 365d'),
      source: ROTATION_PAGE,
    }),
  },
}

const TICKET_REASONS: Readonly<Record<StepParams['app-ticket']['reasons'][number], string>> = {
  language: '没有可用的迁移 SDK',
  network: '部署在阿里云外',
}

function rotationText({ urgency, daysLeft, nextRotationAt, suspended }: StepParams['rotation-off']): string {
  const from = `自 ${nextRotationAt} 起该密钥将无法迁移。`
  switch (urgency) {
    case 'undated':
      return '请立即关闭自动轮转：KMS 未返回下次轮转的时间，一旦轮转，该密钥将无法迁移。'
    case 'due':
      return suspended
        ? `【紧急】启用密钥前请先咨询技术支持：原定于 ${nextRotationAt} 的轮转已到期，可能在启用后立即发生，此后该密钥将无法迁移。`
        : `【紧急】请立即关闭自动轮转：原定于 ${nextRotationAt} 的轮转已到期，随时可能发生，此后该密钥将无法迁移。`
    case 'near':
      return `【紧急】请立即关闭自动轮转，${daysLeft === 0 ? '剩余不足 1 天' : `仅剩 ${daysLeft} 天`}。${from}`
    case 'soon':
      return `请关闭自动轮转，还剩 ${daysLeft} 天。${from}`
    case 'later':
      return `请在下次轮转之前关闭自动轮转。${from}`
  }
}
