import * as z from 'zod'
import { boundVariables } from './bound-variables.ts'
import { CHANNEL_EXPECTED } from './channels-value.ts'
import { CONFIG_VERSION } from './config-file.ts'
import { keyOf } from './read-settings.ts'
import { list } from './values.ts'
import { VARIABLES, type Variable } from './variables.ts'

type Json = Readonly<Record<string, unknown>>

/** The variables that a file may hold, as far as an editor needs to know them. */
const IN_FILE: Readonly<Record<string, Pick<Variable<unknown>, 'expects' | 'schema' | 'fallback'>>> = {
  ...VARIABLES,
  ...boundVariables({ env: {}, cwd: '/', values: new Map() }),
  CMK_TABLESTORE_INSTANCE: {
    expects: 'the name of the Tablestore instance, where the host in CMK_STORE does not begin with it',
    schema: z.string(),
    fallback: '',
  },
  CMK_CHANNELS: {
    expects: `channels, each ${CHANNEL_EXPECTED}`,
    schema: list(z.string().min(1)),
    fallback: '',
  },
}

/** The JSON Schema of the file that CMK_CONFIG names, made of what the program parses it with. It ships as docs/cmk-config.schema.json. */
export function fileSchema(): Json {
  const entries = Object.entries(IN_FILE).map(([name, variable]) => [keyOf(name), propertyOf(variable)] as const)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'cmk-readiness: configuration',
    description:
      'What CMK_CONFIG names; docs/configuration.md says what each key means. Variables of the environment win over it.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      version: { description: 'The version of this format.', const: CONFIG_VERSION },
      ...Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b))),
    },
  }
}

function propertyOf({ expects, schema, fallback }: (typeof IN_FILE)[string]): Json {
  const { $schema: _, ...text } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return {
    description: `It takes ${expects.replaceAll('`', '')}.`,
    ...(fallback === '' ? {} : { default: fallback }),
    // A key without a value is as good as none.
    anyOf: [...formsOf(text), { enum: [null, ''] }],
  }
}

/** Every form of a value: those that only a file has before the text. */
function formsOf({ anyOf, inFile, ...text }: Json): readonly Json[] {
  if (Array.isArray(anyOf)) return anyOf.flatMap(formsOf)
  return inFile === undefined ? [text] : [inFile as Json, text]
}
