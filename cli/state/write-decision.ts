import { PlanBatches } from '../../functions/plan/plan-batches.ts'
import { decide } from '../../functions/state/decide.ts'
import { DecisionProblem } from '../../functions/state/decision-problem.ts'
import { type Decided, decisionRequest } from '../../functions/state/decision-request.ts'
import { localTime, zoneName } from '../../shared/text/dates.ts'
import { decisionText, doubtText } from '../../shared/text/decision-messages.ts'
import { visible } from '../../shared/text/escape.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { withTable } from '../open.ts'
import type { Shell } from '../terminal/shell.ts'
import { whatIsMeant } from './what-is-meant.ts'

export interface WriteOptions {
  readonly why: string
  readonly by: string
  readonly until?: string
  readonly region?: string
  readonly account?: string
}

/** Adds a decision to the table, and says what holds now. */
export function writeDecision(shell: Shell, decided: Decided, options: WriteOptions): Promise<ExitStatus> {
  return withTable(
    shell,
    async ({ store, config }) => {
      try {
        const now = shell.terminal.clock()
        const batches = new PlanBatches(store, config, now)
        const meant = await whatIsMeant(store, decided, options, batches)
        const request = decisionRequest({
          ...{ ...meant.scope, decision: meant.decided, by: options.by, why: options.why },
          ...(options.until !== undefined && { until: options.until }),
        })
        const { timezone } = config
        const parts = { store, now, timezone, findBatch: batches.find }
        const { decision, doubt } = await decide(request, parts)
        const { subject, value, by, until } = decision
        const end = until === null ? '' : `, until ${localTime(until, timezone)} ${zoneName(timezone)}`
        await shell.out.write(`${visible(subject)}: ${visible(decisionText(value, 'en'))} (${visible(by)}${end})\n`)
        if (doubt) shell.log.warn(doubtText(doubt, 'en'))
        if (value?.kind === 'keys-statement' || value?.kind === 'client-statement')
          shell.log.info('Verdicts follow with the next audit.')
        return EXIT.done
      } catch (error) {
        if (!(error instanceof DecisionProblem)) throw error
        throw new CommandError(error.message, error.kind === 'invalid' ? EXIT.usage : EXIT.failed)
      }
    },
    'decide',
  )
}
