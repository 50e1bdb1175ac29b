import type { StreamSettings } from '../../../functions/usage/stream-task.ts'
import { Turns } from '../../../functions/usage/turns.ts'
import { message } from '../../../shared/domain/messages/message.ts'

/** Settings of a task that nothing watches, fences or ends; its run is that of its last moment. */
export function streamSettings(
  fields: Pick<StreamSettings, 'progress' | 'since' | 'asOf'> & Partial<StreamSettings>,
): StreamSettings {
  return {
    stream: 'all',
    turns: new Turns(),
    watch: { look: async () => {}, save: async () => {}, confirmed: true, contradicted: false },
    run: fields.asOf,
    sourceName: 'lookup',
    outOfTime: message('budget-used-up'),
    fence: 1,
    check: () => {},
    onStep: () => {},
    ...fields,
  }
}
