import { AGENT } from '../agents.ts'
import { assumed, person, vpc } from '../callers.ts'
import type { ChangeStory, KeyStory } from '../story.ts'
import { ARCHIVER } from './orders.ts'
import { TOKENIZER } from './payments.ts'

const OPS = person('zhao.qiang')
const VAULT = assumed('OpsVault', 'vault-2', AGENT.goTea, vpc('vpc-bp1ops', '10.30.1.9'))

/** Calls of the last day that nobody had made before; all in cn-hangzhou. */
export const NEW_CALLS: readonly Pick<KeyStory, 'name' | 'aliases' | 'calls'>[] = [
  {
    // Somebody starts to move card data from the old table to the new one.
    name: 'pay-card-data',
    calls: [{ by: TOKENIZER, operation: 'ReEncrypt', to: 'pay-card-data-next', when: { ago: [0.31, 0.312, 0.315] } }],
  },
  {
    // The archiver goes on calling by the alias, which names another key by now.
    name: 'orders-archive-next',
    aliases: ['orders-archive'],
    calls: [{ by: ARCHIVER, operation: 'Encrypt', names: 'alias', when: { ago: [0.45, 0.2] } }],
  },
]

/** The alias that moves, from key to key. */
export const MOVED_ALIAS = { alias: 'orders-archive', from: 'orders-archive', to: 'orders-archive-next' } as const

/** Keys that Alibaba Cloud moves into the company's instance, as its ticket asked. */
export const MOVED_INTO_THE_INSTANCE = ['ops-mail', 'ops-wiki']

/** The key whose owner switches automatic rotation off. */
export const ROTATION_SWITCHED_OFF = 'pay-settlement'

/** The key whose waiting time for deletion ends. */
export const DELETED = 'orders-v1'

/** The key that is created that night. */
export const CREATED: KeyStory = {
  name: 'ops-vault-next',
  about: 'Next vault of the platform',
  age: 0.6,
  tags: { team: 'ops' },
  calls: [{ by: VAULT, operation: 'GenerateDataKey', when: { ago: [0.5, 0.4, 0.1] } }],
}

/** What the trail shows of all that. */
export const CHANGES: readonly ChangeStory[] = [
  {
    by: OPS,
    operation: 'UpdateRotationPolicy',
    ago: 0.7,
    key: ROTATION_SWITCHED_OFF,
    parameters: { EnableAutomaticRotation: 'false' },
  },
  {
    by: OPS,
    operation: 'UpdateAlias',
    ago: 0.55,
    key: MOVED_ALIAS.to,
    parameters: { AliasName: `alias/${MOVED_ALIAS.alias}` },
  },
]
