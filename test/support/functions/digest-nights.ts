import type { Diagnostic, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { DAY, iso, MINUTE } from '../../../shared/domain/time.ts'
import { ScopeProgress } from '../../../shared/store/scope-progress.ts'
import { startRobot } from '../receivers.ts'
import { blockedRow, change, NOW, row } from '../rows.ts'
import { DigestLab } from './digest-lab.ts'

export const TUESDAY = NOW + DAY

export interface Night {
  readonly rows?: readonly ReadinessRow[]
  readonly changed?: boolean
  readonly diagnostics?: readonly Diagnostic[]
}

/** Night after night with a digest at the end of each. */
export class DigestNights extends DigestLab {
  /** A night that went as it should, at the end of which the digest is sent at `now`. */
  async night({ rows = [row(), blockedRow()], changed = false, diagnostics = [] }: Night = {}): Promise<void> {
    const asOf = iso(this.now - 5 * MINUTE)
    await this.store.readiness.put(rows.map((each) => ({ ...each, checkedAt: asOf })))
    if (changed)
      await this.store.history.put([change({ keyId: blockedRow().keyId, after: 'blocked', changedAt: asOf })])
    await this.run(['cn-hangzhou'], ['cn-hangzhou'])
    const progress = new ScopeProgress(this.store, '1234567890123456:cn-hangzhou')
    await progress.putDiagnostics(
      'inventory',
      diagnostics.map((each) => ({ ...each, region: 'cn-hangzhou', asOf })),
    )
  }

  /** What comes of the digest of each night, a day apart. */
  async nights(...each: readonly Night[]): Promise<readonly string[]> {
    const outcomes: string[] = []
    for (const one of each) {
      await this.night(one)
      outcomes.push(...(await this.outcomes()))
      this.now += DAY
    }
    return outcomes
  }

  /** The only channel, from a Tuesday on: a robot of DingTalk. */
  async group(options = '') {
    const robot = await startRobot({ clock: this.clock })
    this.channels = `${robot.address}${options}`
    this.now = TUESDAY
    return robot
  }
}
