import { clientName, networkName } from '../domain/caller-names.ts'
import { listed } from '../domain/rules/phrases.ts'
import { kmsOperationPage, MIGRATION_PAGE, SECRET_MIGRATION_PAGE, TERRAFORM_PAGE } from '../domain/rules/sources.ts'
import { MIGRATION_SDKS } from '../domain/steps/migration-sdks.ts'
import type { StepParams } from '../domain/steps/step.ts'
import { IGNORE_CHANGES, keyCommand, ROTATION_RULE } from './step-code.ts'
import type { StepMessages } from './step-messages-type.ts'

const ROTATION_PAGE = kmsOperationPage('UpdateRotationPolicy')

const list = (names: readonly string[], more = 0) => listed(names, more, 'en')
const nameOf = (principal: string) => (principal === 'unknown' ? 'an unidentified caller' : principal)

export const STEPS_EN: StepMessages = {
  title: 'Steps',
  when: { before: 'To do before the move', after: 'To do when the key has moved' },
  forWhom: (whom) => {
    if ('principal' in whom) return `for those who look after ${nameOf(whom.principal)}`
    return whom.owner === null ? 'for the owner of the key' : `for ${whom.owner}`
  },
  by: (moment) => `by ${moment}`,
  short: {
    'rotation-off': '',
    'rotation-rule': '',
    'cancel-deletion': 'cancel the deletion',
    'stop-operations': '',
    'identify-client': '',
    'identify-network': '',
    'app-ticket': '',
    'services-only': '',
    'hsm-to-software': 'HSM key: SOFTWARE in a software instance',
    terraform: 'Terraform: ignore_changes first',
    'secrets-after-key': 'its secrets move after it',
    'app-access': '',
    'app-sdk': '',
    'app-operations': '',
    'keep-sdk': '',
    'shared-gateway-only': '',
    'public-access': 'called from public addresses',
    'more-callers': '',
    'rotation-on': '',
  },
  steps: {
    'rotation-off': (params) => ({
      text: `${rotationText(params)}${params.suspended && params.urgency !== 'due' ? ' KMS changes the rotation of enabled keys only: enable the key, and disable its rotation at once.' : ''}`,
      ...keyCommand('UpdateRotationPolicy', params, '--EnableAutomaticRotation false'),
      source: ROTATION_PAGE,
    }),
    'rotation-rule': () => ({
      text: `While rotation is off, the rule ${ROTATION_RULE} of Cloud Config counts the key as non-compliant, where you use that rule. Tell those who watch it, and agree on an exception until the key has moved.`,
    }),
    'cancel-deletion': (params) => ({
      text: 'The key is scheduled for deletion. Cancel that if the key is to move.',
      ...keyCommand('CancelKeyDeletion', params),
    }),
    'stop-operations': ({ principal, operations }) => ({
      text: `Let ${nameOf(principal)} no longer call ${list(operations)} with this key: until the last such call has left the observation window, the page does not let the key move.`,
      source: MIGRATION_PAGE,
    }),
    'identify-client': ({ principal }) => ({
      text: `Find out in which language ${nameOf(principal)} is written, and record it with the command state client.`,
    }),
    'identify-network': ({ principal }) => ({
      text: `Find out from where ${nameOf(principal)} calls. Put public addresses that are yours on Alibaba Cloud (EIPs, NAT gateways) into CMK_OWN_CIDRS.`,
    }),
    'app-ticket': ({ principal, client, network, reasons }) => ({
      text: `${nameOf(principal)} (${clientName(client, 'en')}, ${networkName(network, 'en')}) ${reasons.map((reason) => TICKET_REASONS[reason]).join(' and ')}: open a ticket with technical support. The command request has its text, with the evidence.`,
      source: MIGRATION_PAGE,
    }),
    'services-only': () => ({
      text: 'Only cloud services use this key (scenario 1 of the page): nothing has to change in applications.',
      source: MIGRATION_PAGE,
    }),
    'hsm-to-software': () => ({
      text: 'The protection level of the key is HSM. In a KMS instance of the software kind it becomes SOFTWARE. If the key has to stay in an HSM, choose an instance of the hardware kind before the request.',
      source: TERRAFORM_PAGE,
    }),
    terraform: ({ seen, rotates }) => ({
      text: `Terraform manages this key (${seen === 'tag' ? 'a tag says so' : 'it calls with the key'}). The move changes attributes of the key, and an unchanged configuration then destroys the migrated key and creates another. Run no apply on its alicloud_kms_key before the configuration has this; the page says from which version of the provider on dkms_instance_id can be left out.${rotates ? ' Set automatic_rotation to "Disabled" there before the move, or the next apply switches the rotation on again.' : ''}`,
      code: IGNORE_CHANGES,
      source: TERRAFORM_PAGE,
    }),
    'secrets-after-key': ({ secrets, more, byTicket }) => ({
      text: `Secrets are encrypted with this key: ${list(secrets, more)}. ${byTicket ? 'The page of 2023-09 moves keys alone: name the secrets in the ticket and ask how they will move. ' : ''}A secret moves after its key; disable its automatic rotation before. A secret does not move while the KMS instance has one of the same name.`,
      source: SECRET_MIGRATION_PAGE,
    }),
    'app-access': ({ principal }) => ({
      text: `${nameOf(principal)}: create an application access point for the KMS instance, with a client key and its password; fetch the CA certificate of the instance; and see that the application runs in a VPC from which the instance can be reached. Within one month of the move the application has to call the instance: then the old gateway closes.`,
      source: MIGRATION_PAGE,
    }),
    'app-sdk': ({ principal, client }) => {
      const { dependencies, before, after, config } = MIGRATION_SDKS[client]
      return {
        text: `${nameOf(principal)} (${clientName(client, 'en')}): add ${list(dependencies)}, and let ${after} take the place of ${before}. Its ${config} gets the client key, its password, the endpoint <instance id>.cryptoservice.kms.aliyuncs.com and the CA certificate; requests stay as they are. An application that uses another SDK than that of ${before} changes its calls as well.`,
        source: MIGRATION_PAGE,
      }
    },
    'app-operations': ({ principal, moved, stay }) => ({
      text: `${nameOf(principal)}: ${[
        ...(moved.length === 0 ? [] : [`to the KMS instance: ${list(moved)}`]),
        ...(stay.length === 0
          ? []
          : [`on the shared gateway, because the migration SDK does not redirect it: ${list(stay)}`]),
      ].join('; ')}.`,
      source: MIGRATION_PAGE,
    }),
    'keep-sdk': ({ principals, more }) => ({
      text: `Applications keep their SDK and need no other code: ${list(principals.map(nameOf), more)}.`,
      source: MIGRATION_PAGE,
    }),
    'shared-gateway-only': ({ principals, more }) => ({
      text: `ReEncrypt is served by the shared gateway only. Do not move these to the gateway of the KMS instance: ${list(principals.map(nameOf), more)}.`,
      source: kmsOperationPage('ReEncrypt'),
    }),
    'public-access': ({ principals, more }) => ({
      text: `These call from public addresses: ${list(principals.map(nameOf), more)}. Check before the move that the KMS instance allows access from the public network through the shared gateway.`,
      source: MIGRATION_PAGE,
    }),
    'more-callers': ({ count }) => ({
      text: `${count === 1 ? 'One more caller is' : `${count} more callers are`} not listed here: what is said of the others holds for them too.`,
    }),
    'rotation-on': (params) => ({
      text: 'Enable automatic rotation again when the key is in the KMS instance, if that rotates keys: an instance of the software kind rotates symmetric keys. Each key version takes one of its keys.',
      ...keyCommand('UpdateRotationPolicy', params, '--EnableAutomaticRotation true --RotationInterval 365d'),
      source: ROTATION_PAGE,
    }),
  },
}

const TICKET_REASONS: Readonly<Record<StepParams['app-ticket']['reasons'][number], string>> = {
  language: 'has no migration SDK',
  network: 'runs outside Alibaba Cloud',
}

function rotationText({ urgency, daysLeft, nextRotationAt, suspended }: StepParams['rotation-off']): string {
  const from = `From ${nextRotationAt} on the key cannot be migrated.`
  switch (urgency) {
    case 'undated':
      return 'Disable automatic rotation now: KMS tells no date, and from the next rotation on the key cannot be migrated.'
    case 'due':
      return suspended
        ? `URGENT: ask technical support before you enable the key. The rotation of ${nextRotationAt} is overdue and may happen at once, and from then on the key cannot be migrated.`
        : `URGENT: disable automatic rotation at once. The rotation of ${nextRotationAt} is overdue and may happen at any moment, and from then on the key cannot be migrated.`
    case 'near':
      return `URGENT: disable automatic rotation now, ${daysLeft === 0 ? 'less than a day is left' : daysLeft === 1 ? '1 day is left' : `${daysLeft} days are left`}. ${from}`
    case 'soon':
      return `Disable automatic rotation: ${daysLeft} days are left. ${from}`
    case 'later':
      return `Disable automatic rotation before its next date. ${from}`
  }
}
