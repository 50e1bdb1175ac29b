import { message } from '../messages/message.ts'
import { advice, type InstanceFinding } from './instance-finding.ts'
import { type InstanceKind, takesSpec } from './instance-kind.ts'
import type { Moving } from './moving-keys.ts'
import type { JointPeak } from './peak-use.ts'
import { tierFor } from './qps-tier.ts'

/** What is added for keys and secrets to come, in percent; our own choice. */
export const GROWTH = 20

/** The instance that takes what is there, where there is none yet. */
export interface ToBuy {
  readonly kind: InstanceKind
  readonly keys: number
  readonly secrets: number
  /** Null: not known, or more than is sold. */
  readonly qps: number | null
}

/** From the same numbers as the fit of an instance that is there: of every key of the default instance, ready or not. */
export function toBuy(
  region: string,
  moving: Moving,
  peak: JointPeak | undefined,
): { readonly buy: ToBuy; readonly findings: readonly InstanceFinding[] } {
  const beyondSoftware = [...moving.specs.keys()].filter((spec) => !takesSpec('software', spec)).sort()
  const kind = beyondSoftware.length > 0 ? 'hardware' : 'software'
  const qps = peak === undefined ? null : tierFor(peak.perSecond)
  const buy = { kind, keys: withGrowth(moving.keys), secrets: withGrowth(moving.secrets), qps } as const
  const amounts = { keys: buy.keys, keysNow: moving.keys, secrets: buy.secrets, secretsNow: moving.secrets }
  return {
    buy,
    findings: [
      advice(message('buy-instance', { region, kind, specs: beyondSoftware, ...amounts, growth: GROWTH })),
      advice(speedText(peak, qps)),
      ...(moving.vpcCallers > 0
        ? [
            advice(
              message('buy-vpcs', {
                callers: moving.vpcCallers,
                vpcs: [...moving.vpcs].sort(),
                others: moving.otherVpcCallers,
              }),
            ),
          ]
        : []),
    ],
  }
}

function speedText(peak: JointPeak | undefined, qps: number | null) {
  if (peak === undefined) return message('buy-qps-unknown')
  const { perSecond, calls, at } = peak
  if (calls === 0) return message('buy-qps-unused', { qps: qps ?? 0 })
  return message('buy-qps', { qps, perSecond, calls, at })
}

function withGrowth(count: number): number {
  return Math.ceil((count * (100 + GROWTH)) / 100)
}
