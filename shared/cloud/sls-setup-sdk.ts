import sdk, {
  CreateIndexRequest,
  CreateProjectRequest,
  Index,
  IndexLine,
  UpdateIndexRequest,
  UpdateLogStoreRequest,
} from '@alicloud/sls20201230'
import * as z from 'zod'
import { defaultExport } from './default-export.ts'
import { sdkRuntime } from './sdk-config.ts'
import type { Query } from './service-client.ts'

const Client = defaultExport(sdk)
type LogClient = Pick<
  InstanceType<typeof Client>,
  | 'getProjectWithOptions'
  | 'createProjectWithOptions'
  | 'updateLogStoreWithOptions'
  | 'createIndexWithOptions'
  | 'updateIndexWithOptions'
>

const members = z.record(z.string(), z.unknown())
const indexSchema = z.object({
  index: z.object({
    ...{ keys: members, line: members.optional() },
    ...{ max_text_len: z.number().optional(), rest: members },
  }),
})

/** Makes a call that sets up a trail's project and logstore; undefined: it is none of these. */
export function setupCall(
  client: LogClient,
  action: string,
  { project, logstore, ...query }: Query & { readonly project: string; readonly logstore: string },
): Promise<unknown> | undefined {
  switch (action) {
    case 'GetProject':
      return client.getProjectWithOptions(project, {}, sdkRuntime())
    case 'CreateProject':
      return client.createProjectWithOptions(
        new CreateProjectRequest({ projectName: project, ...query }),
        {},
        sdkRuntime(),
      )
    case 'UpdateLogStore': {
      const request = new UpdateLogStoreRequest({ ...query, logstoreName: logstore })
      return client.updateLogStoreWithOptions(project, logstore, request, {}, sdkRuntime())
    }
    case 'CreateIndex': {
      const request = new CreateIndexRequest({ body: indexOf(query) })
      return client.createIndexWithOptions(project, logstore, request, {}, sdkRuntime())
    }
    case 'UpdateIndex': {
      const request = new UpdateIndexRequest({ body: indexOf(query) })
      return client.updateIndexWithOptions(project, logstore, request, {}, sdkRuntime())
    }
    default:
      return undefined
  }
}

function indexOf(query: Query): Index {
  const { keys, line, max_text_len, rest } = indexSchema.parse(query).index
  return new Index({
    ...{ ...rest, keys },
    ...(line && { line: new IndexLine(line) }),
    ...(max_text_len === undefined ? {} : { maxTextLen: max_text_len }),
  })
}
