import { ALARM_METRIC, ALARM_RULES, type AlarmRule } from './alarm-rules.ts'
import { isGiven, itemsOf, textParameter } from './ros-words.ts'

/** The parameter with the groups that are called. */
const GROUPS = 'AlarmContactGroups'
const CONDITION = 'HasAlarms'

export const ALARM_PARAMETERS = {
  [GROUPS]: textParameter(
    'Alarm contact groups of CloudMonitor that are called when a function fails, a night is not done or no digest was delivered; comma separated. They must exist.',
    '^(|[^,]+(,[^,]+)*)$',
    '',
  ),
}

export const ALARM_CONDITIONS = { [CONDITION]: isGiven(GROUPS) }

export const ALARM_RESOURCES = Object.fromEntries(ALARM_RULES.map((rule) => [rule.id, alarm(rule)]))

function alarm({ name, functions }: AlarmRule) {
  const { namespace, name: metric, statistics, period } = ALARM_METRIC
  return {
    Type: 'ALIYUN::CMS::ResourceMetricRule',
    Condition: CONDITION,
    Properties: {
      RuleName: name,
      Namespace: namespace,
      MetricName: metric,
      Period: period,
      ContactGroups: itemsOf(GROUPS),
      Resources: functions.map((each) => ({
        region: { Ref: 'ALIYUN::Region' },
        functionName: `cmk-readiness-${each}`,
      })),
      Escalations: {
        Critical: {
          ...{ Statistics: statistics, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
          ...{ Threshold: 1, Times: 1 },
        },
      },
      // A function that is not invoked has no data, which is no news.
      NoDataPolicy: 'OK',
    },
  }
}
