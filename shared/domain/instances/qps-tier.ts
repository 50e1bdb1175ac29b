/**
 * Cryptographic operations a second that a software instance is sold with
 * (https://www.alibabacloud.com/help/en/kms/key-management-service/use-cases/pre-migration-planning). More is on request.
 */
export const QPS_TIERS = [1_000, 2_000, 4_000] as const

/**
 * What the busiest hour may take of a tier on average, our own choice: calls come in bursts, and a second may have several times the average
 * of its hour.
 */
export const SAFE_SHARE = 1 / 3

/** The smallest tier that bursts of such an average leave room in; null: more than is sold. */
export function tierFor(perSecond: number): number | null {
  return QPS_TIERS.find((tier) => perSecond <= tier * SAFE_SHARE) ?? null
}
