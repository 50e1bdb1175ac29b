import { isRotating } from '../key.ts'
import type { FindingData } from '../readiness.ts'
import { parseInstant } from '../time.ts'
import { numberOf, textOf } from './finding-data.ts'
import { fact } from './needs.ts'
import type { Rule } from './rule.ts'

/**
 * "If automatic rotation is enabled for a CMK with only one version, you can migrate the CMK after you disable automatic rotation"
 * (Usage notes). Suspended is enabled: the vendor suspends the rotation of a disabled key and resumes it by itself. Only of a key that is
 * enabled can the rotation be changed: https://www.alibabacloud.com/help/en/kms/key-management-service/developer-reference/api-kms-2016-01-20-updaterotationpolicy
 */
export const rotationEnabled: Rule = {
  id: 'rotation-enabled',
  appliesTo: 'key',
  needs: [fact('automaticRotation'), fact('versions')],
  texts: {
    en: {
      title: 'Automatic rotation',
      message: (data) =>
        isSuspended(data)
          ? `Automatic rotation is Suspended: it resumes as soon as the key is enabled. The key has one version. ${suspendedRotation(data)}`
          : `Automatic rotation is Enabled. The key has one version. ${nextRotation(data)}`,
      action: (data) => {
        const why = 'a second key version would block the migration permanently.'
        const at = dateOf(data)
        if (!isSuspended(data)) return `Disable automatic rotation ${isAhead(data) ? `before ${at}` : 'now'}: ${why}`
        if (isOverdue(data))
          return `Ask technical support before the key is enabled: the rotation that was due may happen at once, and ${why}`
        const by = at === '' ? '' : `, and before ${at}`
        return `Disable automatic rotation as soon as the key is enabled${by}, because KMS allows this for enabled keys only: ${why}`
      },
    },
    zh: {
      title: '自动轮转',
      message: (data) =>
        isSuspended(data)
          ? `自动轮转处于 Suspended（暂停）状态：密钥启用后会继续轮转。该密钥只有一个密钥版本。${suspendedRotationZh(data)}`
          : `已开启自动轮转（Enabled）。该密钥只有一个密钥版本。${nextRotationZh(data)}`,
      action: (data) => {
        const why = '一旦产生第二个密钥版本，该密钥将无法迁移。'
        const at = dateOf(data)
        if (!isSuspended(data)) return `请${isAhead(data) ? `在 ${at} 之前` : '立即'}关闭自动轮转：${why}`
        if (isOverdue(data)) return `启用密钥前请先咨询技术支持：已到期的轮转可能在启用后立即发生，${why}`
        const by = at === '' ? '' : `，且须在 ${at} 之前`
        return `请在密钥启用后立即关闭自动轮转${by}（KMS 只能修改已启用密钥的轮转策略）：${why}`
      },
    },
  },
  check: ({ key: { facts, asOf } }) => {
    const { automaticRotation, versions, nextRotationAt } = facts
    if (!isRotating(facts) || automaticRotation === null || versions !== 1) return undefined
    const next = parseInstant(nextRotationAt)
    if (next === undefined || nextRotationAt === null) return { data: { automaticRotation } }
    return { data: { automaticRotation, nextRotationAt, ...(next <= Date.parse(asOf) && { overdue: 1 }) } }
  },
}

function isSuspended(data: FindingData): boolean {
  return textOf(data, 'automaticRotation') === 'Suspended'
}

/** The date of the next rotation, or '': rows of before have none either. */
function dateOf(data: FindingData): string {
  return textOf(data, 'nextRotationAt')
}

/** When the key was read, the date lay behind, and there was one version still. */
function isOverdue(data: FindingData): boolean {
  return numberOf(data, 'overdue') === 1
}

function isAhead(data: FindingData): boolean {
  return dateOf(data) !== '' && !isOverdue(data)
}

function nextRotation(data: FindingData): string {
  const at = dateOf(data)
  if (at === '') return 'KMS reports no date for the next rotation; after it the key cannot be migrated.'
  return isOverdue(data)
    ? `The next rotation was due at ${at} and may happen at any moment: after it the key cannot be migrated.`
    : `The next rotation is at ${at}: from then on the key cannot be migrated.`
}

function suspendedRotation(data: FindingData): string {
  return isOverdue(data)
    ? `The rotation that was due at ${dateOf(data)} may happen as soon as it is: after it the key cannot be migrated.`
    : nextRotation(data)
}

function nextRotationZh(data: FindingData): string {
  const at = dateOf(data)
  if (at === '') return 'KMS 未返回下次轮转的时间，轮转后该密钥将无法迁移。'
  return isOverdue(data)
    ? `下次轮转原定于 ${at}，随时可能发生，轮转后该密钥将无法迁移。`
    : `下次轮转时间为 ${at}，此后该密钥将无法迁移。`
}

function suspendedRotationZh(data: FindingData): string {
  return isOverdue(data)
    ? `原定于 ${dateOf(data)} 的轮转可能在密钥启用后立即发生，轮转后该密钥将无法迁移。`
    : nextRotationZh(data)
}
