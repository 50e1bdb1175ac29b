import { applySetup, type SetupEnd } from '../../functions/setup/apply.ts'
import { commandsOf, preamble } from '../../functions/setup/commands.ts'
import { explainRefusal } from '../../functions/setup/explain-refusal.ts'
import { lookAt, type SetupState } from '../../functions/setup/look.ts'
import { planOf, type Step } from '../../functions/setup/plan.ts'
import { rosOf } from '../../functions/setup/ros.ts'
import { logstoreOf, type SetupTarget, sourceOf, targetOf } from '../../functions/setup/target.ts'
import { type TemplateParts, terraformOf } from '../../functions/setup/terraform.ts'
import { trailsThere } from '../../functions/setup/trails-there.ts'
import { merged, wantedIndex } from '../../functions/setup/wanted-index.ts'
import { homeRegion } from '../../shared/cloud/endpoints.ts'
import { CloudError } from '../../shared/cloud/errors.ts'
import { openCloud } from '../../shared/cloud/open-cloud.ts'
import { MINUTE } from '../../shared/domain/time.ts'
import { operatorPermissions } from '../../shared/ram/operator.ts'
import { policyDocument } from '../../shared/ram/policy-document.ts'
import { EXIT, type ExitStatus, statusOfStop } from '../exit-status.ts'
import { CommandError } from '../failure.ts'
import { configOf } from '../open.ts'
import { Questions } from '../terminal/question.ts'
import type { Shell } from '../terminal/shell.ts'
import { TerminalDialog } from './dialog.ts'
import type { SetupOptions } from './formats.ts'

/** Prints what is missing for 90 days of evidence, or makes it. */
export async function runSetup(shell: Shell, options: SetupOptions): Promise<ExitStatus> {
  const { terminal, out, log } = shell
  const { env, clock, signal, timing } = terminal
  const questions = new Questions(shell)
  if (options.apply && !options.yes && !questions.areAnswered)
    throw new CommandError(
      '--apply asks before each step, and nobody can answer here: run it on a terminal, or give --yes.',
      EXIT.usage,
    )
  const config = await configOf(shell)
  const cloud = openCloud(config, { env, log, clock, timing })
  const { accountId } = await cloud.caller({ signal })
  const home =
    options.region ?? (config.regions === 'all' ? homeRegion(config) : (config.regions[0] ?? homeRegion(config)))
  const trails = await cloud.trailSetup({ accountId, region: home }).trails({ signal })
  const target = targetOf(options, { accountId, home, trails })
  if ('problem' in target) throw new CommandError(target.problem, EXIT.usage)
  if (options.format === 'policy') {
    await out.write(`${JSON.stringify(policyOf(target, options.changeTrail), null, 2)}\n`)
    return EXIT.done
  }
  if (!options.apply) {
    if (target.logRegion !== target.region && options.format !== 'commands')
      throw new CommandError(
        `The trail ${target.trail} is at home in ${target.region} and its project in ${target.logRegion}, and a template is for one region: take --format commands.`,
        EXIT.usage,
      )
    const state = await lookAt(cloud, target, { signal }).catch((caught: unknown) => {
      throw signal.aborted || !(caught instanceof CloudError)
        ? caught
        : new CommandError(explainRefusal(caught, target), EXIT.failed)
    })
    const steps = planOf(target, state, { now: clock(), mayChange: options.changeTrail })
    await out.write(printed(options.format, target, state, steps, trailsThere(trails, target)))
    return steps.some(({ state: each }) => each === 'blocked') ? EXIT.incomplete : EXIT.done
  }
  const dialog = new TerminalDialog(shell, options.yes ? undefined : questions)
  try {
    for (const line of trailsThere(trails, target)) await dialog.say(`trail ${line}`)
    const until = clock() + options.timeout * MINUTE
    const end = await applySetup({ cloud, target, mayChange: options.changeTrail, dialog, clock, until, signal })
    await shell.status.clear()
    return await tell(shell, dialog, target, end)
  } finally {
    questions.close()
  }
}

function policyOf(target: SetupTarget, mayChange: boolean) {
  const { logRegion: region, project } = target
  return policyDocument(operatorPermissions({ region, project, logstore: logstoreOf(target), mayChange }))
}

function printed(
  format: Exclude<SetupOptions['format'], 'policy'>,
  target: SetupTarget,
  state: SetupState,
  steps: readonly Step[],
  trails: readonly string[],
): string {
  if (format === 'commands') return commandsOf(target, steps, trails)
  const missing = steps.filter(({ state: each }) => each !== 'there')
  const parts: TemplateParts = {
    target,
    missing: new Set(missing.map(({ id }) => id)),
    changed: new Set(missing.filter(({ isChange }) => isChange).map(({ id }) => id)),
    index: state.index ? merged(state.index) : wantedIndex(),
  }
  const head = preamble(target, steps, trails)
  return format === 'terraform' ? terraformOf(parts, head) : rosOf(parts, head)
}

/** What came of it: CMK_SOURCE on stdout where everything is there, else a line on what is left. */
async function tell(shell: Shell, dialog: TerminalDialog, target: SetupTarget, end: SetupEnd): Promise<ExitStatus> {
  const { out, err, terminal } = shell
  if (end.end === 'done') {
    await dialog.say('90 days of evidence are there. Set:')
    await out.write(`CMK_SOURCE=${sourceOf(target)}\n`)
    return EXIT.done
  }
  const left = end.left.map(({ text }) => text)
  const isWaiting = end.left[0]?.state === 'waiting'
  if (end.end === 'refused' || end.end === 'blocked') await err.write(`error: ${end.why}\n`)
  if (left.length > 0) await dialog.say(`Left: ${left.join('; ')}.`)
  const goesOn = isWaiting ? 'What is under way goes on by itself' : 'What was made stays'
  await dialog.say(`${goesOn}. To look, run evidence setup; to go on, run this again.`)
  if (end.end === 'stopped') return statusOfStop(terminal.signal)
  return end.end === 'refused' ? EXIT.failed : EXIT.incomplete
}
