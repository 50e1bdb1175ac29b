import type { Permission } from './permissions.ts'

/** What an operator sets up: a trail's project and logstore. */
export interface OperatorPlaces {
  /** Where the project is. */
  readonly region: string
  readonly project: string
  readonly logstore: string
  /** A trail that selects less may be changed. */
  readonly mayChange?: boolean
}

/**
 * Every call of `evidence setup --apply`, for whoever runs it once; the roles of the program have none of it. ActionTrail's calls know no finer
 * resource on all of the vendor's pages ("Authorization information").
 */
export function operatorPermissions({ region, project, logstore, mayChange }: OperatorPlaces): readonly Permission[] {
  const place = `acs:log:${region}:*:project/${project}`
  return [
    {
      id: 'look-at-trails',
      actions: [
        'actiontrail:DescribeTrails',
        'actiontrail:GetTrailStatus',
        'actiontrail:ListDeliveryHistoryJobs',
        'actiontrail:GetDeliveryHistoryJob',
      ],
      resources: ['*'],
      why: 'what is there already, and how far the deliveries are',
    },
    {
      id: 'make-trail',
      actions: ['actiontrail:CreateTrail', 'actiontrail:StartLogging', 'actiontrail:CreateDeliveryHistoryJob'],
      resources: ['*'],
      why: 'the trail, and the delivery of the last 90 days',
    },
    ...(mayChange
      ? [
          {
            id: 'change-trail',
            actions: ['actiontrail:UpdateTrail'],
            resources: ['*'],
            why: 'only with --change-trail: a trail that selects less',
          },
        ]
      : []),
    {
      id: 'make-service-linked-role',
      actions: ['ram:CreateServiceLinkedRole'],
      resources: ['*'],
      condition: { StringEquals: { 'ram:ServiceName': 'actiontrail.aliyuncs.com' } },
      why: 'with the first trail of an account ActionTrail makes the role that it delivers with',
    },
    {
      id: 'make-project',
      actions: ['log:GetProject', 'log:CreateProject'],
      resources: [place],
      why: 'the project that the trail delivers into',
    },
    {
      id: 'set-logstore',
      actions: ['log:GetLogStore', 'log:UpdateLogStore', 'log:GetIndex', 'log:CreateIndex', 'log:UpdateIndex'],
      resources: [`${place}/logstore/${logstore}`],
      why: 'how long the logstore keeps what it has, and the columns that SQL sees',
    },
  ]
}
