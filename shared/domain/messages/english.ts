import { clientName } from '../caller-names.ts'
import type { Catalogue } from './catalogue.ts'
import { INSTANCES } from './english-instances.ts'
import type { ArchiveFault, SourceMending } from './message.ts'

const proxy = ({ at, variable }: { readonly at: string; readonly variable: string }) => `the proxy ${at} (${variable})`
const inBrackets = (text: string | null) => (text === null ? '' : ` (${text})`)

/** What it costs when an index does not have a column. */
const COSTS: Readonly<Record<string, string>> = {
  'event.recipientAccountId': 'calls of other accounts count only where they name an ARN',
  'event.vpcId': 'calls from a VPC are known by their address only',
  'event.eventType': 'use of the console may pass for that of a program',
  'event.resourceName': 'keys that are named only there are not seen',
}
const LACKS = { incomplete: 'is not complete', inaccurate: 'is not accurate', limited: 'was cut by its limit' } as const
const FAULTS: Readonly<Record<ArchiveFault, string>> = {
  unreadable: 'cannot be read',
  gone: 'is gone',
  'not-gzip': 'is not a gzip file',
  damaged: 'is damaged',
  cut: 'is cut off',
  'no-json': 'is not a list of JSON objects',
  'no-event': 'holds something that is not an event',
  count: 'holds another number of events than its name says',
  'no-archive': 'is not a file of the archive',
}
/** What a bucket or a logstore is refused with, by the vendor's code. */
const REFUSALS: Readonly<Record<string, string>> = {
  ProjectNotExist: ': there is no such project in this region',
  LogStoreNotExist: ': there is no such logstore in the project',
  IndexConfigNotExist: ': the logstore has no index',
  ProjectForbidden: ': the project is disabled',
  UserDisable: ': the account of the bucket is disabled',
  NoAddress: ': there is no such region, or no address for it',
  ENOTFOUND: ': there is no such region, or no address for it',
}
const MENDINGS: Readonly<Record<SourceMending, string>> = {
  'name-trail': 'Name a trail of the account, or what one delivers to, in CMK_SOURCE; or make a trail first.',
  'deliver-reads': 'Let the trail deliver all events (EventRW All), or name another source in CMK_SOURCE.',
  'deliver-regions':
    'Let the trail deliver events of all regions (TrailRegion All), or name another source in CMK_SOURCE.',
  'start-trail': 'Start the trail (StartLogging), or name another source in CMK_SOURCE.',
  'deliver-somewhere': 'Let the trail deliver to Log Service or to OSS, or name another source in CMK_SOURCE.',
  'name-region': 'Check the region in CMK_SOURCE: it is an id such as cn-hangzhou.',
  'name-logstore':
    'Check region, project and logstore in CMK_SOURCE; the logstore of a trail is actiontrail_<name of the trail>.',
  'await-delivery':
    'Wait for the first delivery of the trail, which takes some minutes; if none comes, check what it delivers to.',
  'check-destination': 'Check that what the trail delivers to is there, and that its role may write to it.',
  'name-prefix':
    'Name the bucket and the prefix of the trail (OssBucketName, OssKeyPrefix): what CMK_SOURCE names is the folder that holds AliyunLogs.',
}

/** What logs, tables for programs and readers of English are told. */
export const ENGLISH: Catalogue = {
  call: ({ action, code }) => `${action}: ${code}`,
  'call-failed': ({ service, action, region, code }) =>
    `${service} ${action}${region === '' ? '' : ` in ${region}`}: ${code}`,

  'set-clock': 'Set the clock of this machine.',
  'check-settings':
    'Check the configured regions, accounts and endpoints; if they are right, report it with the request id.',
  'lower-rate': 'Lower CMK_KMS_QPS or CMK_TRAIL_QPS, or run again when other programs use less of the quota.',
  'check-network': 'Check the network path to the endpoint (DNS, proxy, firewall, CMK_ENDPOINTS), then run again.',
  'endpoint-silent':
    'The endpoint does not respond. Check the network path to it and CMK_ENDPOINTS, or leave the region out with CMK_REGIONS.',
  'role-missing':
    'There is no such role in that account: check the name of the role in CMK_ACCOUNTS or CMK_ROLE_NAME, or create the role.',
  'may-be-deleted': 'It may have been deleted since it was listed: run again.',
  'service-failed':
    'The service failed on its side: run again later, and if it persists give Alibaba Cloud the request id.',
  'response-malformed': 'The response is not what the API promises: check for a proxy in between, and run again.',
  'response-mismatch': 'The response does not match the request: check CMK_ENDPOINTS, and any proxy in between.',
  'response-of-another': ({ host, what, reported }) =>
    `The response of ${host} is about another ${what}${inBrackets(reported)}: check CMK_ENDPOINTS, and any proxy in between.`,
  'invocation-not-queued': ({ host, status }) =>
    `${host} answered an asynchronous invocation with HTTP ${status}, not 202: it is not in the queue. Check CMK_DISPATCH and CMK_ENDPOINTS, and any proxy in between.`,
  'renew-credentials': 'Get new temporary credentials and run again.',
  'run-again': 'Run again to resume.',
  'check-source': 'Correct CMK_SOURCE, or mend the trail behind it: nothing is looked up in its place.',
  'set-credentials': 'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile.',
  'credential-chain-silent':
    'A place of the default chain does not answer: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
  'secret-unusable': ({ variable, problem }) => `${variable}: ${problem}.`,
  'check-access-key-id': 'Check ALIBABA_CLOUD_ACCESS_KEY_ID.',
  'check-access-key-secret': 'Check ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
  'check-security-token': 'Check ALIBABA_CLOUD_SECURITY_TOKEN; it belongs to one access key.',
  'activate-service': 'Activate the service in this region, or leave the region out with CMK_REGIONS.',
  'project-disabled':
    'The project is disabled, as it is where payments are overdue: settle them, or look up its state in the console of Log Service.',
  'account-disabled':
    'The account is disabled, for overdue payments or for its security: settle the payments, or look into the messages of the console.',
  'settle-payments': 'Settle the overdue payments of the account.',
  'allow-assume-role':
    'Allow the caller sts:AssumeRole, and let the role trust the caller, with the external id of CMK_EXTERNAL_ID if it asks for one.',
  'allow-call': ({ permission, policy }) =>
    `Allow the caller ${permission} in RAM${policy === null ? '' : ` (the system policy ${policy} does)`}.`,
  'bucket-missing': 'Check region and name of the bucket in CMK_SOURCE.',
  'bucket-elsewhere': 'Name the region that the bucket is in, in CMK_SOURCE.',
  'restore-object':
    'The object is in a storage class from which it has to be restored first: restore it, or copy it to another bucket.',
  'allow-bucket': ({ permission }) =>
    `Allow the program's own role ${permission} on the bucket of CMK_SOURCE; the bucket must belong to the same account.`,
  'account-needs-role': ({ account }) =>
    `Account ${account} is not the caller's own: give the ARN of a role in it (acs:ram::${account}:role/<name>) in CMK_ACCOUNTS.`,
  'allow-directory': ({ permission }) =>
    `CMK_ACCOUNTS has rd:, which only the management account of the Resource Directory or a delegated administrator may ask: run with credentials of one, and allow them ${permission}; or name the accounts.`,
  'directory-missing':
    'CMK_ACCOUNTS has rd:, and the account of these credentials has no Resource Directory: run with credentials of its management account, or name the accounts.',
  'directory-folder-missing':
    'The folder that CMK_ACCOUNTS names (rd:<folder id>) is not in the Resource Directory: check its id.',
  'directory-folder-empty':
    'No account lies in the folder that CMK_ACCOUNTS names (rd:<folder id>), nor in those below it: check its id, or name the accounts.',
  'member-not-active': ({ account, status }) =>
    `Account ${account} is not a working member of the Resource Directory (${status}), and was not tried: it is audited from the night after it has become one.`,
  'account-left': ({ account }) =>
    `Account ${account} is no longer among the accounts to audit: it has left the Resource Directory or its folder, or CMK_ACCOUNTS.`,
  'account-left-advice': 'Its rows are kept and go stale. If it should still be audited, name it in CMK_ACCOUNTS.',
  'no-simulated-address': ({ service, region }) =>
    region === ''
      ? `CMK_ENDPOINTS points to a simulated cloud and has no address for ${service}: add it.`
      : `CMK_ENDPOINTS points to a simulated cloud and has no address for ${service} in ${region}: add it, or leave the region out with CMK_REGIONS.`,
  'list-kept-changing': 'The list kept changing while it was read: run again when nothing is being created or deleted.',
  'filter-ignored': ({ filter }) =>
    `ListKeys ignores its filter ${filter}, so the keys were described one by one. Check CMK_ENDPOINTS, and any proxy in between.`,
  'all-keys-gone':
    'None of the CMKs of earlier runs exists any more, though none was scheduled for deletion: check CMK_ENDPOINTS, the region and the account; the table keeps what it has.',
  'allow-dispatch': ({ permission }) =>
    `Allow the function's role ${permission} on the functions of the stages, or name in CMK_DISPATCH the place where they are.`,
  'function-missing':
    'There is no such function where CMK_DISPATCH says: deploy it there, or name the place where it is.',
  'functions-missing': ({ place, names }) => `CMK_DISPATCH is ${place}, and there is no function ${names} there`,
  'job-lost': ({ stage, attempts }) => `The job ${stage} was dispatched ${attempts} times and has not come to an end.`,
  'find-lost-job': 'Look up its tasks and its log in Function Compute; the next night tries again.',
  'fix-failure': 'Fix what this message names; the other scopes were not affected.',

  'proxy-in-between-refuses':
    'A proxy in between refuses the call: allow it there, or name another proxy in HTTPS_PROXY.',
  'proxy-unreachable': (params) =>
    `No connection can be made to ${proxy(params)}: check its address and the network path to it, or exclude the host with NO_PROXY.`,
  'proxy-needs-login': (params) =>
    `Give the user and the password that ${proxy(params)} requires: http://user:password@host:port in the variable.`,
  'proxy-refuses': (params) => `Allow this host on ${proxy(params)}, or exclude it with NO_PROXY.`,
  'proxy-cannot-connect': (params) =>
    `Check the network path from ${proxy(params)} to the endpoint (DNS, firewall), or exclude the host with NO_PROXY.`,
  'proxy-speaks-no-http': (params) => `Check ${proxy(params)}: what it answers is not what an HTTP proxy answers.`,
  'proxy-certificate': (params) =>
    `The certificate that came through ${proxy(params)} is not trusted: if it inspects TLS, name its CA in NODE_EXTRA_CA_CERTS.`,
  'check-proxy': (params) => `Check ${proxy(params)} and its network path to the endpoint, then run again.`,

  'budget-used-up': 'the nightly budget is used up',
  'time-used-up': 'the time of this process is used up',
  'not-an-event': ({ action, day }) => `${action} returned something that is not an event on ${day}`,
  'days-unread': ({ days, reasons, left }) =>
    `${days} ${days === 1 ? 'day' : 'days'} of events ${days === 1 ? 'is' : 'are'} not read yet${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}${left === null ? '' : `; ${left}`}`,
  'minutes-left': ({ minutes }) => `about ${minutes} min more of reading`,
  'hours-left': ({ hours }) => `about ${hours.toFixed(1)} h more of reading`,
  reasons: ({ reasons }) => reasons.join('; '),
  'more-reasons': ({ count }) => `and ${count} more`,
  'day-ranges': ({ ranges, more }) =>
    `${ranges.map(([from, to]) => (from === to ? from : `${from} to ${to}`)).join(', ')}${more === 0 ? '' : ` and ${more} more`}`,
  'next-run-resumes':
    'The next run resumes where this one stopped; a longer CMK_TRAIL_BUDGET_MINUTES lets it read more.',
  advices: ({ advices }) => advices.join(' '),
  'mend-index': 'Mend the index of the logstore as the reason says.',
  'shorten-answers':
    'Log Service answers late or in part what is too much for the shards of the logstore: run again at another hour, split the shards, or enable Dedicated SQL.',
  'check-events':
    'Look for what is there on these days and is no event: as long as the source shows it, they cannot be read whole.',
  'check-delivery': 'Check whether the trail delivered on these days, and whether somebody has deleted logs.',
  'coverage-grows':
    'ActionTrail keeps 90 days: coverage grows with every night; until then lower CMK_OBSERVATION_DAYS.',

  'bucket-check-files':
    'Check the files that are named in their bucket; what cannot be read there is looked up for as long as ActionTrail keeps it.',
  'bucket-not-there': ({ source }) => `${source}: there is no such bucket`,
  'bucket-in-another-region': ({ source }) => `${source}: the bucket is in another region`,
  'source-refused': ({ source, code }) => `${source}${REFUSALS[code] ?? ' cannot be read'} (${code})`,
  'trail-missing': ({ source, others }) =>
    `${source}: there is no such trail, or it delivers neither to Log Service nor to OSS${others.length === 0 ? '' : ` (trails that are there: ${others.join(', ')})`}`,
  'named-trail-missing': ({ source, others }) =>
    `${source}: there is no such trail${others.length === 0 ? '' : ` (trails that are there: ${others.join(', ')})`}`,
  'trail-elsewhere': ({ source, places, others }) =>
    `${source}: there is no such trail${places.length === 0 ? '' : `, the others deliver to ${places.join(', ')}`}${others.length === 0 ? '' : ` (trails that are there: ${others.join(', ')})`}`,
  'trail-delivers-nowhere': ({ trail }) => `the trail ${trail} delivers neither to Log Service nor to OSS`,
  'mend-source': ({ what }) => MENDINGS[what],
  'trail-untold': ({ source, call }) => `which trail delivers to ${source} cannot be told: ${call}`,
  'trail-writes-only': ({ trail }) => `the trail ${trail} delivers writes only, and no use of a key is one`,
  'trail-other-regions': ({ trail, regions }) => `the trail ${trail} delivers events of ${regions.join(', ')} only`,
  'trail-never-started': ({ trail }) => `the trail ${trail} was never started`,
  'trail-stopped': ({ trail, at }) => `the trail ${trail} was stopped${at === null ? '' : ` at ${at}`}`,
  'trail-not-delivering': ({ trail, code, since }) =>
    `the trail ${trail} cannot deliver (${code})${since === null ? '' : ` since ${since}`}`,
  'trail-nothing-delivered': ({ trail }) => `the trail ${trail} has not delivered anything yet`,
  'trail-history-running': ({ trail, since }) => `the trail ${trail} is still delivering what happened since ${since}`,

  'said-keys': ({ principal, keys, by, at }) => `${principal} uses ${keys.join(', ')} (${by}, ${at})`,
  'said-client': ({ principal, client, by, at }) =>
    `${principal} calls with ${clientName(client, 'en')} (${by}, ${at})`,
  'bucket-without-archive': ({ source }) =>
    `${source} is no archive of a trail: there is no AliyunLogs/Actiontrail in it`,

  'trail-silent': ({ region }) =>
    `the trail of ${region} shows no event at all: whether it is recording cannot be told`,
  'trail-own-calls-missing': ({ region, at }) =>
    `the trail of ${region} does not show the calls that this suite made at ${at}`,
  'trail-events-missing': ({ region, at }) =>
    `the trail of ${region} no longer shows the event of ${at} that it showed before`,
  'trail-contradicts': ({ region, what, name }) => `the trail of ${region} answers with events of ${what} ${name}`,
  'next-run-settles':
    'The next run settles it: by then the trail must show the calls that this run made. If it shows nothing then, check the address of actiontrail in CMK_ENDPOINTS.',
  'check-trail-address': ({ region, host }) =>
    `Check the address of actiontrail for ${region} in CMK_ENDPOINTS (it is ${host ?? 'absent'}), and whose events it returns; the next run rereads what is not proven.`,

  'allow-log-call': ({ permission }) =>
    `Allow ${permission} in RAM on the logstore of CMK_SOURCE to the identity that this program runs as.`,
  'logstore-missing': 'There is no such logstore: check region, project and logstore of CMK_SOURCE.',
  'logstore-without-index':
    'Create an index with analytics, as ActionTrail does for its own logstores: without one nothing can be found.',
  'index-poorer': ({ columns }) =>
    `the index of the logstore lacks ${columns.map((column) => `${column} (${COSTS[column] ?? 'less is known of a call'})`).join(', ')}: add the field with analytics`,
  'index-lacks': ({ columns, day }) =>
    `the index of the logstore lacks ${columns.join(', ')}, and there are too many events on ${day} to read them whole: add the field with analytics`,
  'day-without-logs': ({ day }) => `the logstore holds no log at all of ${day}`,
  'index-changed': ({ day, changed }) =>
    `there are logs of ${day} from before the index of the logstore was changed at ${changed}: reindex the logstore, or wait until they are out of the window`,
  'instance-log-lacks': ({ columns }) => `the index of the instance's log lacks ${columns.join(', ')}`,
  'instance-log-cut': ({ lacks }) => `the answer of Log Service ${LACKS[lacks]}, even for a single minute`,
  'answer-lacks': ({ day, lacks }) => `the answer of Log Service for ${day} ${LACKS[lacks]}, even for a single minute`,
  'events-unreadable': ({ day }) => `Log Service holds too many events of ${day} that SQL cannot tell apart`,
  'logstore-forgets': ({ days }) => `The logstore keeps ${days} days: keep logs longer, or lower CMK_OBSERVATION_DAYS.`,
  'logstore-silent': ({ region }) =>
    `the logstore shows no event of ${region} at all: nothing tells whether the trail is alive`,
  'logstore-own-calls-missing': ({ region, at }) =>
    `the logstore does not show the calls that this suite made in ${region} at ${at}`,
  'logstore-events-missing': ({ region, at }) =>
    `the logstore no longer shows the event of ${region} of ${at} that it showed before`,
  'logstore-contradicts': ({ region, what, name }) =>
    `the logstore answers for ${region} with events of ${what} ${name}`,
  'next-run-settles-logstore': ({ region, source }) =>
    `The next run settles it: by then the logstore must show the calls of this run. If it shows nothing then, check that the trail delivers all events of ${region} to ${source}.`,
  'check-logstore': ({ region, source }) =>
    `Check that the trail delivers all events of ${region} to ${source}; the next run reads again what is not proven.`,
  'archive-file': ({ path, fault, detail }) => `${path} ${FAULTS[fault]}${detail === '' ? '' : ` (${detail})`}`,
  'archive-more-files': 'more files of the archive cannot be used',
  'archive-early-events': ({ path, day }) => `${path} holds events of ${day}, which is after it was written`,
  'archive-without-region': ({ region }) => `the archive has no files of ${region}`,
  'archive-silent': ({ region }) =>
    `the archive of ${region} shows no event of KMS at all: whether the trail records KMS cannot be told`,
  'archive-own-calls-missing': ({ region, at }) =>
    `the archive of ${region} does not show the calls that this suite made at ${at}`,
  'archive-events-missing': ({ region, at }) =>
    `the archive of ${region} no longer shows the event of ${at} that it showed before`,
  'archive-contradicts': ({ region, what, name }) => `the archive of ${region} holds events of ${what} ${name}`,
  'archive-copy-files-again': 'Copy the files that are named from their bucket again.',
  'archive-copy-missing-days': 'Copy the archive of the missing days, up to now, and run again.',
  'archive-copy-days': ({ days }) => `Copy the archive of ${days}, and run again.`,
  'archive-check-owner': 'Check whose archive CMK_SOURCE names; the next run rereads what is not proven.',
  'archive-check-trail':
    'Check that the trail delivers all events of this region (EventRW All), and that the copy reaches up to now; the next run rereads what is not proven.',

  'fact-absent': ({ field }) => `DescribeKey: ${field} is absent`,
  'fact-unknown': ({ field, value }) => `DescribeKey: ${field} ${value} is an unknown value`,
  'fact-no-time': ({ field, value }) => `DescribeKey: ${field} ${value} is not a time`,
  'fact-in-future': ({ field, value }) => `DescribeKey: ${field} ${value} lies in the future`,
  'fact-contradicts': ({ field, value, otherField, otherValue }) =>
    `DescribeKey: ${field} ${value} contradicts ${otherField} ${otherValue}`,
  'arn-of-another-key': ({ value }) => `DescribeKey: Arn ${value} is that of another key`,
  'value-unknown': ({ value }) => `DescribeKey: ${value} is an unknown value`,
  'used-before-creation': ({ created, used }) =>
    `DescribeKey: CreationDate ${created} lies after a call with the key at ${used}`,
  'versions-missing': 'ListKeyVersions: no version at all',
  'primary-version-missing': 'ListKeyVersions: PrimaryKeyVersion of DescribeKey is not among the versions',
  'creator-type-changed': 'ListKeys: CreatorType Service now, and a CMK in an earlier run',
  'creator-type-untold': 'ListKeys: the CreatorType filter failed, and DescribeKey does not tell',

  'plan-environment': ({ environment }) => `Environment by tags: ${environment}. Environments are never mixed.`,
  'plan-shared-callers': ({ keys, callers, more }) =>
    `${keys} keys go together because the same applications use them: ${callers.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  'plan-callers-unlisted': ({ keys }) =>
    `${keys === 1 ? '1 key has' : `${keys} keys have`} more callers than a row lists: they may use keys of other batches too.`,
  'plan-cut': ({ keys, part, parts }) =>
    `Part ${part} of ${parts}: applications tie ${keys} keys together, and a batch takes 50 keys and 50 secrets. Keys with the same callers stay together as far as they fit.`,
  'plan-packed': ({ groups }) =>
    `${groups} groups that share no application go together: one quiet window suits them all.`,
  'plan-one-key': 'One key: no other ready key fits it by applications, environment and quiet hours.',
  'plan-keys-before-secrets':
    'Order: first the keys, then the secrets. A secret can be read only where the key that encrypts it is.',
  'plan-secrets-of': ({ key, part, parts, after }) =>
    `Part ${part} of ${parts} of the secrets of ${key}, which has more than a batch takes. Only after ${after}, which moves the key.`,
  'plan-no-destination': ({ region }) =>
    `No KMS instance is configured for ${region}: name it in CMK_DESTINATION (${region}=<instance id>).`,
  'plan-destination-elsewhere': ({ instance, region }) =>
    `CMK_DESTINATION names ${instance}, which is in ${region}: keys move only to an instance of their own region.`,
  'plan-no-profile': ({ keys }) =>
    `No evidence of a quiet window: an older version judged ${keys === 1 ? '1 key' : `${keys} keys`} and did not count calls by weekday. Run the audit again.`,
  'plan-short-evidence': ({ keys }) =>
    `No evidence of a quiet window: less than a week of the use of ${keys === 1 ? '1 key' : `${keys} keys`} was observed.`,
  'plan-no-window': ({ weeks }) =>
    `No window is free within ${weeks} weeks: freezes and the windows of other batches take all of them.`,
  'plan-quiet': 'No use of these keys was seen: any window would do, and this is the first that is free.',
  'plan-after-environments': 'Its window comes after those of the environments before production.',
  'plan-requested': ({ ticket }) =>
    `It was requested${ticket === null ? '' : ` (ticket ${ticket})`}: its keys are those of then, and are planned in no other batch.`,
  'plan-agreed-window': 'The window is the one that was agreed with the vendor.',
  'plan-not-moved':
    'It is recorded as moved, and the last audit still found these keys in the default KMS instance: look at them in the console, or wait for the next audit.',
  'plan-left-requested': ({ batch, ticket }) =>
    `It stands in ${batch}, which was requested${ticket === null ? '' : ` (ticket ${ticket})`}: tell technical support not to move it.`,
  'plan-left-moved': ({ batch }) => `It stands in ${batch}, which is recorded as moved: look at it in the console.`,
  ...INSTANCES,
  'resource-instance': ({ id, use }) => `RDS instance ${id} (${use})`,
  'resource-disk': ({ id }) => `ECS disk ${id} (not attached)`,
  'resource-attached-disk': ({ id, instance }) => `ECS disk ${id} (attached to ${instance})`,
  'resource-snapshot': ({ id }) => `ECS snapshot ${id}`,
  'resource-default-disk-key': ({ id }) => `default key of new encrypted ECS disks in ${id}`,
  'resource-bucket': ({ id }) => `OSS bucket ${id} (encryption rule)`,
  'resource-tag': ({ id }) => `tag ${id} of a cloud service`,

  'key-gone': 'DescribeKey: the key no longer exists',
}
