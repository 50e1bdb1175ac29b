import { checkNight, type NightCheck } from '../functions/digest/check-night.ts'
import { silentLog } from '../shared/log/log.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { withTable } from './open.ts'
import type { Shell } from './terminal/shell.ts'

/** Checks the last night and its digest, as the function does, and prints what is wrong. */
export function checkDigest(shell: Shell): Promise<ExitStatus> {
  return withTable(
    shell,
    async (table) => {
      // What it finds is printed; the log would say it twice.
      const checked = await checkNight({ ...table, ...shell.terminal, log: silentLog })
      await shell.out.write(
        linesOf(checked)
          .map((line) => `${line}\n`)
          .join(''),
      )
      return checked.problems.length === 0 ? EXIT.done : EXIT.failed
    },
    'mark',
  )
}

function linesOf({ problems, failed, trailUnread, heartbeat }: NightCheck): readonly string[] {
  return [
    ...(problems.length === 0
      ? ['The last night is done, and every channel has its digest where one is due.']
      : problems),
    ...(failed === 0 ? [] : [`${failed} accounts or regions could not be judged: see doctor.`]),
    ...(trailUnread ? ['Nothing of the trail could be read, of any account: see doctor.'] : []),
    ...(heartbeat === undefined ? [] : [HEARTBEAT[heartbeat]]),
  ]
}

const HEARTBEAT: Record<Exclude<NightCheck['heartbeat'], undefined>, string> = {
  called: 'CMK_HEARTBEAT_URL was called.',
  'called-before': 'CMK_HEARTBEAT_URL was called for this night before.',
  'not-called': 'CMK_HEARTBEAT_URL was not called: the night was not a good one.',
  failed: 'CMK_HEARTBEAT_URL did not take the call; the next check calls it again.',
}
