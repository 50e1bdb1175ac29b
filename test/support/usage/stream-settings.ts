import { StreamReadings } from '../../../functions/usage/stream-readings.ts'
import type { StreamSettings } from '../../../functions/usage/stream-task.ts'
import { Turns } from '../../../functions/usage/turns.ts'
import { message } from '../../../shared/domain/messages/message.ts'
import type { ScopeProgress } from '../../../shared/store/scope-progress.ts'

/** Settings of a task that nothing watches, fences or ends; its run is that of its last moment. */
export function streamSettings(
  progress: ScopeProgress,
  fields: Pick<StreamSettings, 'since' | 'asOf'> & Partial<StreamSettings>,
): StreamSettings {
  const check = () => {}
  return {
    stream: 'all',
    turns: new Turns(),
    watch: { look: async () => {}, save: async () => {}, confirmed: true, contradicted: false },
    run: fields.asOf,
    sourceName: 'lookup',
    outOfTime: message('budget-used-up'),
    readings: new StreamReadings(progress, { check, fence: 1 }),
    check,
    onStep: () => {},
    ...fields,
  }
}
