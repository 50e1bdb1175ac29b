import type { Catalogue } from './catalogue.ts'
import type { MessageParams } from './message.ts'

/** `1 key`, `2 keys`. */
const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What an instance is sold with, and what the busiest hour asked for. */
function speed({ instance, tier, perSecond, calls, at, scopes }: MessageParams['instance-perhaps-too-slow']): string {
  const hour = scopes === 1 ? `the busiest hour (from ${at})` : `the busiest hours of ${scopes} accounts together`
  return `${instance} is sold with ${tier} calls a second. Of all keys that may move there, ${hour} had ${calls} calls, which is at least ${perSecond} a second.`
}

/** What is said of KMS instances as destinations, in English. */
export const INSTANCES = {
  'instance-not-found': ({ instance, region, others }) =>
    `${instance} is not among the KMS instances of ${region} that the audited accounts have (${others.join(', ') || 'none'}). Correct CMK_DESTINATION, or audit the account that owns it.`,
  'instance-elsewhere': ({ instance, region }) =>
    `${instance} is in ${region}: keys move only to an instance of their own region. Name one of this region in CMK_DESTINATION.`,
  'instances-unlisted': ({ region, reasons }) =>
    `The KMS instances of ${region} could not be listed (${reasons.join('; ')}): whether the destination fits is not known.`,
  'instances-never-read': ({ region }) =>
    `No audit has read the KMS instances of ${region} yet: whether the destination fits is not known.`,
  'instance-not-chosen': ({ region, instances }) =>
    `${region} has ${instances.join(', ')}: name the one that keys move to in CMK_DESTINATION.`,
  'instance-not-connected': ({ instance, status }) =>
    `${instance} has the status ${status}: it takes keys when it is Connected. Enable it before the first window.`,
  'instance-lacks-keys': ({ instance, needed, free, missing }) =>
    `${instance} has room for ${counted(free, 'key')}, and the batches bring ${needed}: ${missing} too few. Raise its key quota before the first window.`,
  'instance-lacks-secrets': ({ instance, needed, free, missing }) =>
    `${instance} has room for ${counted(free, 'secret')}, and the batches bring ${needed}: ${missing} too few. Raise its secret quota before the first window.`,
  'instance-too-slow': ({ missing, ...params }) =>
    `${speed(params)} ${missing} a second too few: upgrade its computing performance before applications use its dedicated gateway.`,
  'instance-perhaps-too-slow': (params) =>
    `${speed(params)} Single seconds of such an hour may need more: ask the owners of the busiest keys, or upgrade its computing performance.`,
  'instance-peak-unknown': ({ instance }) =>
    `How many calls a second ${instance} will have to serve is not known: no audit has counted the busiest hour of all keys that may move there.`,
  'instance-peak-incomplete': ({ instance }) =>
    `How many calls a second ${instance} will have to serve is known in part: a part of the observation window was not read.`,
  'instance-ended': ({ instance, endsAt }) =>
    `${instance} ended at ${endsAt}: an instance that has ended destroys its keys. Renew it before any key moves there.`,
  'instance-ends-before': ({ instance, endsAt, window }) =>
    `${instance} ends at ${endsAt}, before the last window is over (${window}): an instance that has ended destroys its keys. Renew it first.`,
  'instance-ends-soon': ({ instance, endsAt, days }) =>
    `${instance} ends at ${endsAt}, in ${counted(days, 'day')}: an instance that has ended destroys its keys. Renew it, or see that it renews itself.`,
  'instance-end-unknown': ({ instance }) =>
    `When ${instance} ends was not told: look it up in the console. An instance that has ended destroys its keys.`,
  'instance-refuses-specs': ({ instance, kind, specs, keys }) =>
    `${instance}, a ${kind} instance, does not take ${specs.join(', ')}: ${counted(keys, 'key')} cannot move there.`,
  'instance-kind-unknown': ({ instance, specs, keys }) =>
    `A software instance does not take ${specs.join(', ')}, which ${counted(keys, 'key')} of the batches ${keys === 1 ? 'has' : 'have'}, and no API says whether ${instance} is one: write :software or :hardware behind it in CMK_DESTINATION.`,
  'instance-image': ({ instance }) =>
    `Check in the console that the image of ${instance} is 2.9.0 or later, if it is a software instance; upgrade it if not. No API tells the version.`,
  'instance-lacks-vpcs': ({ instance, missing, room }) =>
    `Applications of these keys call from ${missing.join(', ')}, from where the dedicated gateway of ${instance} is not reached: ${counted(missing.length, 'VPC')} to bind before they use it${room === null ? '' : `; it has room for ${room}${room < missing.length ? `, ${missing.length - room} too few` : ''}`}.`,
  'instance-vpcs': ({ instance, callers, vpcs }) =>
    `The dedicated gateway of ${instance} is reached from ${vpcs.join(', ') || 'no VPC'}. ${counted(callers, 'application')} of these keys ${callers === 1 ? 'calls' : 'call'} from VPCs too whose ids are not known: check that each is among them if it will use that gateway.`,
  'instance-not-read': ({ instance }) => `${instance} was listed and not read: there are too many instances.`,
  'instance-part-unread': ({ instance, reasons }) =>
    `A part of what ${instance} has room for could not be read (${reasons.join('; ')}), and may not fit.`,
  'instance-read-long-ago': ({ instance, asOf }) =>
    `${instance} was last read at ${asOf}, more than 48 hours ago. Run the audit again.`,
  'buy-instance': ({ region, kind, specs, keys, keysNow, secrets, secretsNow, growth }) =>
    `${region} has no KMS instance yet. Buy a ${kind} instance${specs.length > 0 ? `, which alone takes ${specs.join(', ')},` : ''} with at least ${counted(keys, 'key')} (${keysNow} now and ${growth} % for growth) and ${counted(secrets, 'secret')} (${secretsNow} now). Accounts of a region may share one.`,
  'buy-qps': ({ qps, perSecond, calls, at }) =>
    `The busiest hour of these keys (from ${at}) had ${calls} calls, ${perSecond} a second on average and more in single seconds: ${qps === null ? 'more than 4,000 calls a second are sold on request' : `take ${qps} calls a second`}.`,
  'buy-qps-unused': ({ qps }) => `No call of these keys was seen: the smallest tier, ${qps} calls a second, will do.`,
  'buy-qps-unknown':
    'Which tier of calls a second is needed is not known: no audit has counted the busiest hour of these keys.',
  'buy-vpcs': ({ callers, vpcs, others }) =>
    `${counted(callers, 'application')} of these keys ${callers === 1 ? 'calls' : 'call'} from ${vpcs.join(', ') || 'VPCs'}${others > 0 && vpcs.length > 0 ? `, and ${others} of them also from VPCs whose ids are not known` : ''}: bind each of their VPCs that will use the dedicated gateway, and buy as many.`,
} as const satisfies Partial<Catalogue>
