/** A rule of CloudMonitor: these functions have failed. `cmk-readiness-` stands before their names. */
export interface AlarmRule {
  /** Of its resources in the templates. */
  readonly id: 'FunctionFails' | 'NightNotGood'
  readonly name: string
  readonly functions: readonly string[]
}

/** The alarms of a deployment. What a function's error means is the function's: the check of `digest` fails where the night or its digest is missing. */
export const ALARM_RULES: readonly AlarmRule[] = [
  {
    id: 'FunctionFails',
    name: 'cmk-readiness-function-fails',
    functions: ['inventory', 'usage', 'assess', 'query'],
  },
  {
    id: 'NightNotGood',
    name: 'cmk-readiness-night-or-digest-missing',
    functions: ['digest'],
  },
]

/** Errors of functions, counted by the minute (docs/vendor-facts.md, "Function Compute"). */
export const ALARM_METRIC = { namespace: 'acs_fc', name: 'FunctionFunctionErrors', statistics: 'Value', period: 60 }
