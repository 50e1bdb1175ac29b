import { groupBy } from '../group-by.ts'
import type { Step } from '../steps/step.ts'
import type { RequestedKey } from './request.ts'

/** A step, and the keys of a batch that it is about. */
export interface BatchStep {
  readonly step: Step
  readonly keyIds: readonly string[]
}

/** The steps of several keys, each once: what an application changes it changes for all of them. */
export function batchSteps(keys: readonly Pick<RequestedKey, 'keyId' | 'steps'>[]): readonly BatchStep[] {
  const all = keys.flatMap(({ keyId, steps }) => steps.map((step) => ({ step, keyId })))
  const groups = [...groupBy(all, ({ step }) => sameness(step)).values()].flatMap((members): BatchStep[] => {
    const [first] = members
    const step =
      first &&
      unionOf(
        first.step,
        members.map((each) => each.step),
      )
    return step ? [{ step, keyIds: [...new Set(members.map(({ keyId }) => keyId))] }] : []
  })
  return [...groups.filter(({ step }) => step.when === 'before'), ...groups.filter(({ step }) => step.when === 'after')]
}

/** The same for steps that are one: which gateway takes what is told once for each application. */
function sameness(step: Step): string {
  if (step.id === 'app-operations') return JSON.stringify([step.id, step.params.principal])
  return JSON.stringify(step)
}

function unionOf(first: Step, steps: readonly Step[]): Step {
  if (first.id !== 'app-operations') return first
  const operations = steps.filter((step) => step.id === 'app-operations').map(({ params }) => params)
  const union = (name: 'moved' | 'stay') => [...new Set(operations.flatMap((params) => params[name]))].sort()
  return { ...first, params: { ...first.params, moved: union('moved'), stay: union('stay') } }
}
