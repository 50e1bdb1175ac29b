import { AGENT } from '../agents.ts'
import { internet, program, vpc } from '../callers.ts'
import { EVENING, MORNING, NIGHT, NOON } from '../moments.ts'
import type { Team } from '../story.ts'
import { SHOP_FLOOR } from './addresses.ts'

const NETWORK = vpc('vpc-t4nmobile', '192.168.12.9')
const ACCOUNTS = program('app-accounts', AGENT.javaTea, NETWORK)
const MEDIA = program('app-media', AGENT.goTea, NETWORK)
const PUSH = program('app-push', AGENT.pythonTea, NETWORK)
const PHONE = program('app-phone', AGENT.swift, NETWORK)
const OLD_PHONE = program('app-phone-v1', AGENT.swift, internet(SHOP_FLOOR))
const WEB = program('app-m-web', AGENT.nodeTea, NETWORK)
const COUPONS = program('app-coupons', AGENT.phpOld, NETWORK)

/** Mobile back end, ap-southeast-1. Its first release made calls whose events tell of no key; the keys of its second came later. */
export const mobile: Team = {
  tags: { team: 'mobile' },
  keys: [
    {
      name: 'mobile-accounts',
      about: 'Accounts, first release',
      calls: [{ by: ACCOUNTS, operation: 'Decrypt', when: { hours: [NOON], everyDays: 2 } }],
    },
    {
      name: 'mobile-media',
      about: 'Pictures, first release',
      calls: [{ by: MEDIA, operation: 'GenerateDataKey', when: { hours: [MORNING], everyDays: 2 } }],
    },
    { name: 'mobile-sessions', about: 'Sessions, first release' },
    {
      name: 'mobile-app-signing',
      about: 'Signs app bundles, first release',
      as: { keySpec: 'EC_P256', keyUsage: 'SIGN/VERIFY' },
      calls: [{ by: PUSH, operation: 'AsymmetricSign', when: { hours: [NIGHT], everyDays: 14 } }],
    },
    {
      name: 'mobile-licences',
      about: 'Licences, first release',
      versions: 2,
    },
    {
      name: 'mobile2-accounts',
      about: 'Accounts, second release',
      age: 58,
      calls: [{ by: ACCOUNTS, operation: 'Decrypt', when: { hours: [NOON, EVENING] }, names: 'ciphertext' }],
    },
    {
      name: 'mobile2-media',
      about: 'Pictures, second release',
      age: 57,
      calls: [{ by: MEDIA, operation: 'GenerateDataKey', when: { hours: [MORNING] } }],
    },
    {
      name: 'mobile2-push',
      about: 'Push tokens',
      age: 57,
      as: { automaticRotation: 'Enabled' },
      calls: [{ by: PUSH, operation: 'Encrypt', when: { hours: [EVENING], everyDays: 2 } }],
    },
    {
      name: 'mobile2-phone',
      about: 'What the phones encrypt themselves',
      age: 56,
      calls: [{ by: PHONE, operation: 'Decrypt', when: { ago: [41.1, 21.3, 6.2] } }],
    },
    {
      name: 'mobile2-web',
      about: 'Mobile web',
      age: 56,
      calls: [{ by: WEB, operation: 'GenerateDataKey', when: { hours: [NOON], everyDays: 3 } }],
    },
    {
      name: 'mobile2-coupons',
      about: 'Coupons',
      age: 55,
      calls: [{ by: COUPONS, operation: 'Decrypt', when: { ago: [37.2, 11.9] } }],
    },
    {
      name: 'mobile2-offline',
      about: 'Offline maps',
      age: 52,
      calls: [{ by: MEDIA, operation: 'GenerateAndExportDataKey', when: { ago: [48.3, 15.2] } }],
    },
    { name: 'mobile2-spare', about: 'Kept in reserve', age: 50 },
    {
      name: 'mobile2-sessions',
      about: 'Sessions, second release',
      age: 50,
      calls: [{ by: ACCOUNTS, operation: 'Decrypt', when: { hours: [MORNING], everyDays: 2 } }],
    },
    {
      name: 'sg-acs-oss',
      about: '',
      aliases: ['acs/oss'],
      as: { creatorType: 'Service' },
    },
  ],
  untold: [
    { by: MEDIA, operation: 'ExportDataKey', names: 'nothing', when: { ago: [70.3, 69.8] } },
    { by: OLD_PHONE, operation: 'Decrypt', names: 'nothing', when: { ago: [72.5, 66.4] } },
  ],
}
