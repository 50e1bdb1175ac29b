import { instance } from '../../cloud/world-events.ts'
import { AGENT } from '../agents.ts'
import { assumed, internet, person, program, service, serviceRole, vpc } from '../callers.ts'
import { EVENING, MORNING, NIGHT, NOON } from '../moments.ts'
import type { Team } from '../story.ts'
import { OWN_EIP } from './addresses.ts'

/** The KMS instance that the company has bought in cn-hangzhou. */
export const HANGZHOU_INSTANCE = 'kst-hzz65f1example0001'

const NETWORK = vpc('vpc-bp1ops', '10.30.1.5')
const RDS = serviceRole('AliyunRDSInstanceEncryptionDefaultRole', 'rds.aliyuncs.com')
const BACKUP = serviceRole('AliyunServiceRoleForRdsBackupEncryption', 'rds.aliyuncs.com')
const DISKS = serviceRole('AliyunECSDiskEncryptDefaultRole', 'ecs.aliyuncs.com')
const OSS = service('oss.aliyuncs.com')
const TERRAFORM = assumed('OpsPipeline', 'job-311', AGENT.terraform, NETWORK)
const SHELL = program('zhang.min', AGENT.cli, internet(OWN_EIP))
const VAULT = program('app-vault', AGENT.javaOld, NETWORK)
const FUNCTION = assumed('AliyunFCDefaultRole', 'thumbnailer', AGENT.pythonTea, NETWORK)
const MAIL = program('app-mail', AGENT.goTea, NETWORK)

/** Operations, cn-hangzhou: disks, backups, secrets, tools, and the instance to which two keys have their ticket. */
export const operations: Team = {
  tags: { team: 'ops' },
  // Bought for keys, with room for hardly a secret.
  instances: [instance({ id: HANGZHOU_INSTANCE, name: 'hanshan-kms', secretNum: 2 })],
  keys: [
    {
      name: 'ops-rds',
      about: 'RDS instances',
      tags: { 'acs:rds:instance-encryption': 'true' },
      calls: [
        { by: RDS, operation: 'GenerateDataKey', when: { hours: [NIGHT], everyDays: 3 } },
        { by: BACKUP, operation: 'Decrypt', when: { hours: [NIGHT], everyDays: 7 } },
      ],
    },
    {
      name: 'ops-disks',
      about: 'ECS disks',
      calls: [
        { by: DISKS, operation: 'GenerateDataKeyWithoutPlaintext', when: { hours: [MORNING], everyDays: 4 } },
        { by: OSS, operation: 'Decrypt', when: { hours: [EVENING], everyDays: 6 } },
      ],
    },
    {
      name: 'ops-terraform-state',
      about: 'State of the infrastructure code',
      calls: [{ by: TERRAFORM, operation: 'Encrypt', when: { ago: [58.2, 29.9, 3.1] } }],
    },
    {
      name: 'ops-runbooks',
      about: 'Run books',
      calls: [{ by: SHELL, operation: 'Decrypt', when: { ago: [18.4] } }],
    },
    {
      name: 'ops-vault',
      about: 'Secrets of the platform',
      calls: [{ by: VAULT, operation: 'GenerateDataKey', when: { hours: [MORNING], everyDays: 2 } }],
    },
    { name: 'ops-spare', about: 'Kept in reserve' },
    {
      name: 'ops-old-vpn',
      about: 'VPN gateway of the old office',
      as: { keyState: 'Disabled' },
      calls: [{ by: person('root'), operation: 'Decrypt', when: { ago: [77.7] } }],
    },
    {
      name: 'ops-thumbnails',
      about: 'Functions that make thumbnails',
      calls: [{ by: FUNCTION, operation: 'Decrypt', when: { hours: [NOON], everyDays: 2 } }],
    },
    {
      name: 'ops-mail',
      about: 'Mail archive',
      calls: [{ by: MAIL, operation: 'Decrypt', when: { hours: [EVENING], everyDays: 3 } }],
    },
    { name: 'ops-wiki', about: 'Wiki attachments', age: 420 },
    ...['oss', 'ecs', 'rds'].map((product) => ({
      name: `hz-acs-${product}`,
      about: '',
      aliases: [`acs/${product}`],
      as: { creatorType: 'Service' as const },
    })),
    ...['identity', 'contracts', 'payroll'].map((name) => ({
      name: `kst-${name}`,
      about: 'Created in the instance',
      age: 210,
      as: { instanceId: HANGZHOU_INSTANCE },
    })),
  ],
  resources: {
    databases: [{ id: 'rm-bp1hanshan01', tde: 'ops-rds' }],
    disks: [
      { id: 'd-bp1hanshan0001', key: 'ops-disks', instanceId: 'i-bp1hanshan0001' },
      { id: 'd-bp1hanshan0002', key: 'ops-disks' },
      // Attached for years: its key has not been asked for since.
      { id: 'd-bp1hanshan0003', key: 'ops-spare', instanceId: 'i-bp1hanshan0002' },
    ],
    snapshots: [{ id: 's-bp1hanshan0001', key: 'ops-disks' }],
    defaultDiskKey: 'ops-disks',
    buckets: [
      { name: 'hanshan-mail', key: 'ops-mail', by: 'alias' },
      { name: 'hanshan-wiki', key: 'ops-wiki', by: 'id' },
    ],
  },
  secrets: [
    { name: 'prod/orders-db/password', key: 'ops-vault' },
    { name: 'prod/mail/api-token', key: 'ops-vault' },
    { name: 'prod/pay/sftp', key: 'pay-settlement' },
  ],
}
