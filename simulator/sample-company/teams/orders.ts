import { AGENT } from '../agents.ts'
import { internet, nowhere, program, serviceRole, vpc } from '../callers.ts'
import { EVENING, MORNING, NIGHT, NOON } from '../moments.ts'
import type { Team } from '../story.ts'
import { OWN_EIP, SHOP_FLOOR } from './addresses.ts'

const NETWORK = vpc('vpc-bp1orders', '10.20.0.40')
const SHOP = program('app-shop', AGENT.javaTea, NETWORK)
const SEARCH = program('app-order-search', AGENT.nodeTea, NETWORK)
export const ARCHIVER = program('app-order-archiver', AGENT.nodeOld, NETWORK)
const INVOICES = program('app-invoices', AGENT.dotnetTea, internet(OWN_EIP))
const PRINTER = program('app-label-printer', AGENT.cppTea, NETWORK)
const DESIGNER = program('app-label-designer', AGENT.ruby, NETWORK)
const TILL = program('app-till', AGENT.javaOld, internet(SHOP_FLOOR))
const GATEWAY = program('app-gateway', AGENT.ownGateway, NETWORK)
const POINT_OF_SALE = program('app-pos', AGENT.javaOld, nowhere)
const BACKUP = serviceRole('AliyunHBRDefaultRole', 'hbr.aliyuncs.com')
const BATCH = program('app-night-batch', AGENT.pythonOld, internet(OWN_EIP))

/** Orders, cn-hangzhou: many small programs in many languages, not all of them inside. */
export const orders: Team = {
  tags: { team: 'orders' },
  keys: [
    {
      name: 'orders-db',
      about: 'Orders database',
      tags: { env: 'prod' },
      calls: [
        { by: SHOP, operation: 'GenerateDataKey', when: { hours: [MORNING, NOON] }, names: 'alias' },
        { by: SHOP, operation: 'Decrypt', when: { hours: [EVENING] } },
      ],
    },
    {
      name: 'orders-archive',
      about: 'Archive of closed orders',
      aliases: ['orders-archive', 'orders-archive-2025'],
      age: 64,
      calls: [
        { by: ARCHIVER, operation: 'Encrypt', when: { hours: [NIGHT], everyDays: 4, from: 62, to: 3 }, names: 'alias' },
      ],
    },
    {
      name: 'orders-archive-next',
      about: 'Archive of closed orders, new disk',
      aliases: ['orders-archive-next'],
      age: 30,
      calls: [{ by: SHOP, operation: 'Decrypt', when: { hours: [NIGHT], everyDays: 3 } }],
    },
    {
      name: 'orders-search',
      about: 'Search index',
      calls: [{ by: SEARCH, operation: 'Decrypt', when: { hours: [MORNING] } }],
    },
    {
      name: 'orders-invoices',
      about: 'Invoices',
      calls: [{ by: INVOICES, operation: 'Encrypt', when: { ago: [66.1, 38.2, 7.7] } }],
    },
    {
      name: 'orders-labels',
      about: 'Label printers in the warehouse',
      calls: [
        { by: PRINTER, operation: 'Decrypt', when: { ago: [51.5, 23.4] } },
        { by: DESIGNER, operation: 'Encrypt', when: { ago: [52.3, 24.2] } },
      ],
    },
    {
      name: 'orders-till',
      about: 'Tills on the shop floor',
      calls: [
        { by: SHOP, operation: 'Decrypt', when: { hours: [NOON], everyDays: 2 } },
        { by: TILL, operation: 'GenerateDataKey', when: { ago: [44.2, 16.6, 2.9] } },
      ],
    },
    {
      name: 'orders-gateway',
      about: 'Order gateway with a signing library of its own',
      calls: [
        { by: GATEWAY, operation: 'Decrypt', when: { ago: [28.3, 14.2, 1.6] } },
        { by: BACKUP, operation: 'GenerateDataKey', when: { ago: [27.1, 13.1] } },
        { by: GATEWAY, operation: 'DeriveDataKey', when: { ago: [14.3] } },
      ],
    },
    {
      name: 'orders-pos',
      about: 'Point of sale, behind the carrier',
      calls: [{ by: POINT_OF_SALE, operation: 'GenerateDataKey', when: { ago: [31.7, 8.5] }, names: 'arn' }],
    },
    {
      name: 'orders-batch',
      about: 'Nightly export to the tax office',
      calls: [{ by: BATCH, operation: 'Encrypt', when: { hours: [NIGHT] } }],
    },
    {
      name: 'orders-v1',
      about: 'First shop system, switched off',
      as: { keyState: 'PendingDeletion' },
      deletedIn: -0.4,
    },
    {
      name: 'orders-test',
      about: 'Test shop',
      tags: { env: 'test' },
      as: { keyState: 'PendingDeletion' },
      deletedIn: 5,
      calls: [{ by: SHOP, operation: 'Decrypt', when: { ago: [80.2] } }],
    },
    {
      name: 'orders-staging',
      about: 'Staging shop, between two releases',
      tags: { env: 'staging' },
      as: { keyState: 'Disabled', automaticRotation: 'Suspended' },
    },
  ],
  changes: [
    {
      by: SHOP,
      operation: 'CreateAlias',
      ago: 63.9,
      key: 'orders-archive',
      parameters: { AliasName: 'alias/orders-archive' },
    },
  ],
}
