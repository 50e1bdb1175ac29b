import { instance } from '../../cloud/world-events.ts'
import { AGENT } from '../agents.ts'
import { assumed, internet, person, program, serviceRole, vpc } from '../callers.ts'
import { EVENING, MORNING, NIGHT, NOON } from '../moments.ts'
import type { Team } from '../story.ts'
import { OWN_EIP, PARTNER } from './addresses.ts'

export const SHANGHAI_INSTANCE = 'kst-shh65f1example0002'

const NETWORK = vpc('vpc-uf6data', '172.16.8.31')
const LAKE = program('app-lake', AGENT.pythonOld, NETWORK)
const LOADER = program('app-loader', AGENT.goOld, NETWORK)
const WAREHOUSE = assumed('WarehouseLoader', 'dag-1', AGENT.pythonTea, NETWORK)
const STREAM = program('app-stream', AGENT.javaTea, NETWORK)
const NOTEBOOK = program('app-notebooks', AGENT.pythonOld, internet(OWN_EIP))
const EXCHANGE = program('app-partner-exchange', AGENT.javaOld, internet(PARTNER))
const REPORTS = program('app-reports', AGENT.javaTea, NETWORK)
const MAXCOMPUTE = serviceRole('AliyunMaxComputeEncryptionDefaultRole', 'odps.aliyuncs.com')
/** A user whose name is meant for whoever opens the table in a spreadsheet. */
const PRANKSTER = program('=HYPERLINK("http://example.invalid","open me")', AGENT.goTea, NETWORK)

/** Data platform, cn-shanghai: the lake, the warehouse, reports, and events in every shape that the trail knows. */
export const dataPlatform: Team = {
  tags: { team: 'data' },
  instances: [instance({ id: SHANGHAI_INSTANCE, name: 'hanshan-data', vpcId: 'vpc-uf6data' })],
  keys: [
    {
      name: 'data-lake',
      about: 'The lake',
      tags: { env: 'prod' },
      calls: [{ by: LAKE, operation: 'Decrypt', when: { hours: [MORNING, NIGHT] } }],
    },
    {
      name: 'data-lake-raw',
      about: 'Raw zone of the lake',
      calls: [{ by: LOADER, operation: 'GenerateDataKey', when: { hours: [NIGHT] }, names: 'masked' }],
    },
    {
      name: 'data-warehouse',
      about: 'Warehouse',
      calls: [{ by: WAREHOUSE, operation: 'Encrypt', when: { hours: [NIGHT] }, names: 'json' }],
    },
    {
      name: 'data-features',
      about: 'Feature store',
      calls: [{ by: LAKE, operation: 'Decrypt', when: { hours: [NOON], everyDays: 2 }, names: 'answer' }],
    },
    {
      name: 'data-catalogue',
      about: 'Catalogue',
      calls: [
        { by: WAREHOUSE, operation: 'GenerateDataKey', when: { hours: [NOON], everyDays: 3 }, names: 'resource' },
      ],
    },
    {
      name: 'data-stream',
      about: 'Click stream',
      calls: [{ by: STREAM, operation: 'GenerateDataKey', when: { hours: [MORNING, NOON, EVENING] }, repeat: 1 }],
    },
    {
      name: 'data-sealed',
      about: 'Readable for the legal department alone',
      calls: [{ by: REPORTS, operation: 'Decrypt', when: { hours: [MORNING], everyDays: 6 } }],
    },
    {
      name: 'data-shared',
      about: 'Shared with the subsidiary; rotated each year',
      versions: 3,
      as: { automaticRotation: 'Enabled' },
      calls: [{ by: WAREHOUSE, operation: 'Decrypt', when: { hours: [EVENING], everyDays: 3 } }],
    },
    {
      name: 'data-notebooks',
      about: 'Notebooks of the analysts',
      calls: [
        { by: NOTEBOOK, operation: 'Decrypt', when: { hours: [MORNING], everyDays: 2 } },
        { by: person('wang.fang'), operation: 'Decrypt', when: { ago: [12.8, 5.5] } },
      ],
    },
    {
      name: 'data-exchange',
      about: 'Exchange with a partner',
      calls: [{ by: EXCHANGE, operation: 'Decrypt', when: { ago: [62.3, 32.6, 4.4] } }],
    },
    {
      name: 'data-scripts',
      about: 'A key with a name that some page might run',
      aliases: ['<img src=x onerror=alert(1)>'],
      tags: { note: '=cmd|"/C calc"!A0', owner: '<script>alert(document.cookie)</script>' },
      calls: [{ by: PRANKSTER, operation: 'Decrypt', when: { hours: [NOON], everyDays: 9 } }],
    },
    {
      name: 'data-projects',
      about: 'MaxCompute projects',
      calls: [{ by: MAXCOMPUTE, operation: 'Decrypt', when: { hours: [NIGHT], everyDays: 5 } }],
    },
    {
      name: 'data-reports',
      about: 'Monthly reports',
      calls: [
        { by: REPORTS, operation: 'Decrypt', when: { hours: [EVENING], everyDays: 2 } },
        // Before the first night, and shown only after it.
        { by: REPORTS, operation: 'ExportDataKey', when: { ago: [1.3] }, lateHours: 18 },
      ],
    },
    {
      name: 'data-awaiting',
      about: 'Material still to be brought',
      as: { origin: 'EXTERNAL', automaticRotation: 'Disabled', keyState: 'PendingImport' },
    },
    {
      name: 'data-sm4',
      about: 'For the regulator, in the national algorithm',
      as: { keySpec: 'Aliyun_SM4', protectionLevel: 'HSM' },
      calls: [{ by: WAREHOUSE, operation: 'Encrypt', when: { hours: [MORNING], everyDays: 8 } }],
    },
    ...['oss', 'odps'].map((product) => ({
      name: `sh-acs-${product}`,
      about: '',
      aliases: [`acs/${product}`],
      as: { creatorType: 'Service' as const },
    })),
    ...['models', 'consent'].map((name) => ({
      name: `kst-sh-${name}`,
      about: 'Created in the instance',
      age: 130,
      as: { instanceId: SHANGHAI_INSTANCE },
    })),
  ],
  hidden: ['data-sealed'],
}
