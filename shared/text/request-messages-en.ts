import { MAX_BATCH } from '../domain/plan/plan.ts'
import { MIN_IMAGE } from '../domain/request/migration-tool.ts'
import { counted } from '../domain/rules/phrases.ts'
import { grouped } from './numbers.ts'
import type { RequestMessages } from './request-messages-type.ts'

const things = (keys: number, secrets: number) =>
  [
    ...(keys > 0 || secrets === 0 ? [counted(keys, 'CMK')] : []),
    ...(secrets > 0 ? [counted(secrets, 'secret')] : []),
  ].join(' and ')
const are = (count: number, noun: string) => `${counted(count, noun)} ${count === 1 ? 'is' : 'are'}`

export const REQUEST_EN: RequestMessages = {
  title: 'Request for the migration',
  copyFrom: 'copy from here',
  copyTo: 'to here',
  nothing: 'Nothing is to be requested: no key is ready, and none is a matter for technical support.',
  before: 'Before you send it',
  check: {
    ticket: (account, region) =>
      `The first step of the page is the console's own check. In account ${account} open the KMS console of the old version, region ${region}: Keys, then Migration Diagnostic Tool at the top, then OK. Compare its answer for each key below.`,
    tool: (account, region) =>
      `Compare first with the console. In account ${account} open the KMS 1.0 console: Migration Tool, region ${region}. A click on the number under Keys Not Migrated lists the keys that it takes.`,
  },
  disagree: 'Where the console and this list disagree',
  toolRefuses:
    'The tool refuses a key that stands here: leave the key out. Run audit again, which shows what has changed since, and compare with explain. If the key is still ready, ask technical support what the tool objects to.',
  toolAccepts: {
    ticket:
      'The tool accepts a key that does not stand here: do not add it for that. It checks the key; what applications do with it (operations, network, language) is a second check of the page that it leaves to you, and that is in the verdict. explain says what keeps the key.',
    tool: 'The tool lists a key that does not stand here: do not move it for that. explain says what keeps it here, which may be evidence that is missing.',
  },
  missing: {
    window: () =>
      'MISSING: the migration window. There is no evidence of a quiet hour: ask the owners, agree on one, and record it with state batch.',
    'window-past': () =>
      'MISSING: a migration window. The one that was agreed is over: agree on another, and record it with state batch.',
    destination: (region) =>
      `MISSING: the destination. Purchase a KMS instance in ${region} if there is none, and name it in CMK_DESTINATION (${region}=<instance id>).`,
  },
  notReady: (keys) =>
    `No longer ready, and left out of the text below: ${keys}. If the request was sent already, tell the vendor.`,
  moved: (keys) => `In a KMS instance already: ${keys}.`,
  gone: (keys) =>
    `No longer in the table, so that nothing can be said of them: ${keys}. If the request was sent already, look them up in the console.`,
  byStatement: (keys) =>
    `For these keys a person's statement settles what the events leave open; explain names it: ${keys}. Make sure that it still holds.`,
  asked: (keys, batch, ticket) =>
    `Requested before, in ${batch}${ticket === null ? '' : ` (ticket ${ticket})`}, and left out here: ${keys}.`,
  ticketTitle: {
    ticket: (keys, secrets, region) => `Migrate ${things(keys, keys > 0 ? 0 : secrets)} in ${region} to a KMS instance`,
    tool: (keys, secrets, region) => `Migrate ${things(keys, secrets)} in ${region} with the migration tool`,
  },
  ticketLead: {
    ticket:
      'Please migrate the following customer master keys (CMKs) from the default KMS instance to our KMS instance, in the window given.',
    tool: 'The migration tool of the KMS 1.0 console moves these resources. No ticket is needed.',
  },
  secretsLead:
    'The key that encrypts these secrets is requested in a batch of its own. Please tell us how the secrets will be migrated; they have to follow their key.',
  facts: 'What is requested',
  account: 'Account ID',
  region: 'Region',
  destination: 'Destination KMS instance',
  window: 'Migration window',
  agreedWindow: 'as agreed',
  offPeak: (calls, weeks) => `off-peak: ${calls} calls expected, from ${counted(weeks, 'week')} of evidence`,
  isMissing: {
    window: 'MISSING, not agreed yet',
    'window-past': 'MISSING, the agreed one is over',
    destination: 'MISSING, none chosen yet',
  },
  ticketNumber: 'Ticket',
  contacts: 'Owners',
  contact: (owner, keys) => `${owner ?? 'nobody is named'} (${counted(keys, 'key')})`,
  keys: 'Key IDs',
  secrets: 'Secrets',
  ofSecrets: {
    ticket:
      'These secrets are encrypted with the keys above. Please tell us how they will be migrated; they have to follow their keys.',
    tool: 'Each after the key that encrypts it; automatic rotation of the secret off before; no secret of the same name in the instance.',
  },
  inHsm: 'protection level HSM',
  evidence: 'What was checked',
  keyFacts: 'Every key: key material generated by KMS, one key version, automatic rotation off.',
  noForbidden: (from, to) =>
    `ActionTrail from ${from} to ${to} (of younger keys since their creation): no application has used ReEncrypt, ExportDataKey or GenerateAndExportDataKey with them (refused calls aside).`,
  notRead: 'Not all events were read, which the rules of this page only note.',
  scenarios: {
    1: (keys) => `Scenario 1: ${are(keys, 'key')} used by cloud services only.`,
    2: (keys) => `Scenario 2: ${are(keys, 'key')} used by applications.`,
    open: (keys) => `Of ${counted(keys, 'key')} no use was seen that tells the scenario.`,
  },
  applications: (names) => `Applications: ${names}.`,
  toolSteps: 'Steps',
  tool: {
    instance: (destination, region, keys, secrets) =>
      `Prepare ${destination ?? 'the KMS instance'} in ${region}: room for ${things(keys, secrets)}, and, for an instance of the software kind, image version ${MIN_IMAGE} or later (upgrade it before). The page recommends auto-renewal: an instance that expires and is released takes its keys with it.`,
    freeze:
      'Freeze management during the window: nobody and no pipeline creates, changes or deletes keys, secrets or the KMS instance. Terraform, rotation and key administration stand still; cryptographic calls go on.',
    open: (account, region) =>
      `Log on to the KMS 1.0 console of account ${account}, open Migration Tool, and choose Migrate in the row of ${region}.`,
    select: (keys, secrets) =>
      `Choose the ${things(keys, secrets)} listed here (the tool takes at most ${MAX_BATCH} keys and ${MAX_BATCH} secrets at a time), keys before secrets.`,
    confirm: 'Afterwards compare Migrated Keys and Migrated Secrets with this list, and record it with state batch.',
  },
  owners: 'What owners have to do',
  forKeys: 'Keys: ',
  support: 'For technical support',
  supportTitle: (keys, region) =>
    `${counted(keys, 'CMK')} in ${region} that the migration page refers to technical support`,
  supportLead:
    'We want to migrate the following customer master keys (CMKs) from the default KMS instance to a KMS instance. Applications use them in a language without a migration SDK, or from outside Alibaba Cloud. Please tell us how these keys can be migrated.',
  callers: 'Caller',
  calls: (calls, last) => `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'}, the last at ${last}`,
  moreCallers: (count) => `and ${counted(count, 'more caller')}`,
  observed: (from, to, calls) => `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'} in all, ${from} to ${to}`,
  states: {
    planned: 'planned',
    requested: 'requested',
    'window-agreed': 'window agreed',
    moved: 'moved',
    verified: 'verified',
  },
}
