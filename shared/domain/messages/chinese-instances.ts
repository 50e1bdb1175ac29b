import type { Catalogue } from './catalogue.ts'
import type { MessageParams } from './message.ts'

const KINDS = { software: '软件密钥管理实例', hardware: '硬件密钥管理实例' } as const
/** What an instance is sold with, and what the busiest hour asked for. */
function speed({ instance, tier, perSecond, calls, at, scopes }: MessageParams['instance-perhaps-too-slow']): string {
  const hour = scopes === 1 ? `最繁忙的一小时（自 ${at} 起）` : `${scopes} 个账号各自最繁忙的一小时合计`
  return `${instance} 的计算性能为每秒 ${tier} 次。可能迁移到该实例的密钥，${hour}有 ${calls} 次调用，即平均每秒至少 ${perSecond} 次。`
}

/** What is said of KMS instances as destinations, in Chinese. */
export const INSTANCES = {
  'instance-not-found': ({ instance, region, others }) =>
    `在受审计账号于 ${region} 地域的 KMS 实例（${others.join('、') || '无'}）中没有 ${instance}。请更正 CMK_DESTINATION，或将拥有该实例的账号纳入审计。`,
  'instance-elsewhere': ({ instance, region }) =>
    `${instance} 位于 ${region} 地域：密钥只能迁移到同一地域的实例。请在 CMK_DESTINATION 中改为本地域的实例。`,
  'instances-unlisted': ({ region, reasons }) =>
    `无法列出 ${region} 地域的 KMS 实例（${reasons.join('；')}）：不能确定目标实例是否合适。`,
  'instances-never-read': ({ region }) => `尚无审计读取过 ${region} 地域的 KMS 实例：不能确定目标实例是否合适。`,
  'instance-not-chosen': ({ region, instances }) =>
    `${region} 地域已有实例 ${instances.join('、')}：请在 CMK_DESTINATION 中写明密钥迁移到哪一个。`,
  'instance-not-connected': ({ instance, status }) =>
    `${instance} 的状态为 ${status}：只有 Connected（已启用）的实例才能接收密钥。请在第一个时间窗之前启用它。`,
  'instance-lacks-keys': ({ instance, needed, free, missing }) =>
    `${instance} 还能容纳 ${free} 个密钥，各批次共有 ${needed} 个：缺 ${missing} 个。请在第一个时间窗之前提升其密钥配额。`,
  'instance-lacks-secrets': ({ instance, needed, free, missing }) =>
    `${instance} 还能容纳 ${free} 个凭据，各批次共有 ${needed} 个：缺 ${missing} 个。请在第一个时间窗之前提升其凭据配额。`,
  'instance-too-slow': ({ missing, ...params }) =>
    `${speed(params)}每秒还缺 ${missing} 次：请在业务应用使用专属网关之前升级其计算性能。`,
  'instance-perhaps-too-slow': (params) =>
    `${speed(params)}该小时内个别秒的调用可能更多：请向调用最频繁的密钥的负责人确认，或升级其计算性能。`,
  'instance-peak-unknown': ({ instance }) =>
    `不能确定 ${instance} 每秒需要承受多少次调用：尚无审计统计过将迁移到该实例的全部密钥最繁忙的一小时。`,
  'instance-peak-incomplete': ({ instance }) =>
    `${instance} 每秒需要承受多少次调用只有部分依据：观察期有一部分未读取。`,
  'instance-ended': ({ instance, endsAt }) =>
    `${instance} 已于 ${endsAt} 到期：实例到期后其中的密钥会被销毁。请先续费，再迁移密钥。`,
  'instance-ends-before': ({ instance, endsAt, window }) =>
    `${instance} 将于 ${endsAt} 到期，早于最后一个时间窗结束（${window}）：实例到期后其中的密钥会被销毁。请先续费。`,
  'instance-ends-soon': ({ instance, endsAt, days }) =>
    `${instance} 将于 ${endsAt} 到期，还有 ${days} 天：实例到期后其中的密钥会被销毁。请续费，或确认已开启自动续费。`,
  'instance-end-unknown': ({ instance }) =>
    `未能得知 ${instance} 的到期时间：请在控制台查看。实例到期后其中的密钥会被销毁。`,
  'instance-refuses-specs': ({ instance, kind, specs, keys }) =>
    `${instance} 是${KINDS[kind]}，不支持 ${specs.join('、')}：有 ${keys} 个密钥不能迁移到该实例。`,
  'instance-kind-unknown': ({ instance, specs, keys }) =>
    `软件密钥管理实例不支持 ${specs.join('、')}，各批次中有 ${keys} 个此类密钥；而没有 API 说明 ${instance} 的类型：请在 CMK_DESTINATION 中写明其类型。`,
  'instance-image': ({ instance }) =>
    `如果 ${instance} 是软件密钥管理实例，请在控制台确认其镜像版本不低于 2.9.0，否则请先升级。没有 API 提供该版本。`,
  'instance-lacks-vpcs': ({ instance, missing, room }) =>
    `这些密钥的业务应用从 ${missing.join('、')} 调用，而这些 VPC 不能访问 ${instance} 的专属网关：应用使用专属网关之前，需要绑定 ${missing.length} 个 VPC${room === null ? '' : `；该实例还可绑定 ${room} 个${room < missing.length ? `，缺少 ${missing.length - room} 个` : ''}`}。`,
  'instance-vpcs': ({ instance, callers, vpcs }) =>
    `可以访问 ${instance} 专属网关的 VPC：${vpcs.join('、') || '无'}。这些密钥有 ${callers} 个业务应用还从 ID 未知的 VPC 调用：将使用专属网关的应用，请确认其 VPC 在此列表中。`,
  'instance-not-read': ({ instance }) => `${instance} 已列出但未读取：实例过多。`,
  'instance-part-unread': ({ instance, reasons }) =>
    `未能读取 ${instance} 的部分容量信息（${reasons.join('；')}），可能并不合适。`,
  'instance-read-long-ago': ({ instance, asOf }) =>
    `${instance} 的信息读取于 ${asOf}，已超过 48 小时。请重新运行审计。`,
  'buy-instance': ({ region, kind, specs, keys, keysNow, secrets, secretsNow, growth }) =>
    `${region} 地域还没有 KMS 实例。请购买${KINDS[kind]}${specs.length > 0 ? `（只有它支持 ${specs.join('、')}）` : ''}，密钥数量至少 ${keys} 个（现有 ${keysNow} 个，另加 ${growth}% 的增长余量），凭据数量至少 ${secrets} 个（现有 ${secretsNow} 个）。同一地域的多个账号可以共用一个实例。`,
  'buy-qps': ({ qps, perSecond, calls, at }) =>
    `这些密钥最繁忙的一小时（自 ${at} 起）有 ${calls} 次调用，平均每秒 ${perSecond} 次，个别秒会更多：${qps === null ? '每秒 4,000 次以上的规格需另行申请' : `请选择每秒 ${qps} 次的计算性能`}。`,
  'buy-qps-unused': ({ qps }) => `没有观察到这些密钥被调用：最低规格（每秒 ${qps} 次）即可。`,
  'buy-qps-unknown': '不能确定需要每秒多少次的计算性能：尚无审计统计过这些密钥最繁忙的一小时。',
  'buy-vpcs': ({ callers, vpcs, others }) =>
    `这些密钥有 ${callers} 个业务应用从 ${vpcs.join('、') || 'VPC'} 调用${others > 0 && vpcs.length > 0 ? `，其中 ${others} 个还从 ID 未知的 VPC 调用` : ''}：请绑定其中将使用专属网关的每个 VPC，并购买相应的数量。`,
} as const satisfies Partial<Catalogue>
