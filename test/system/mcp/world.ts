import type { ToolDoor } from '../../../src/boundary/tool-world.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { liveTools } from '../../../src/world/catalogue.ts'
import { hookDoor } from '../../../src/world/hooks.ts'
import { type Resource, resourceDoor } from '../../../src/world/resource.ts'
import type { Staging } from '../../channels/mcp/served.ts'

/** A pixel, and a moment of silence. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='

const image = { type: 'image', data: PNG, mimeType: 'image/png' }
const embedded = (uri: string, mimeType: string, text: string) => ({
  type: 'resource',
  resource: { uri, mimeType, text },
})

/** What the suite's tools answer, by the names that it calls them by. */
const answers: Record<string, Json> = {
  test_simple_text: 'This is a simple text response for testing.',
  test_image_content: [image],
  test_audio_content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  test_embedded_resource: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  test_multiple_content_types: [
    { type: 'text', text: 'Multiple content types test:' },
    image,
    embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ],
}

const SCHEMA_2020_12 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
  properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
  additionalProperties: false,
}

const door = (name: string, inputSchema: Json, execute: ToolDoor['execute']): [string, ToolDoor] => [
  name,
  {
    ...{ name, description: `Tests ${name}`, inputSchema, access: 'read', execute },
    parse: (input) => ({ input }),
    declare: () => ({ items: 1 }),
  },
]

/** The world that the suite expects of a server, as far as mettle has what it asks for. */
const resource = (name: string, one: Resource) => resourceDoor(name, one)
const resources = [
  resource('text', { uri: 'test://static-text', text: 'This is the content of the static text resource.' }),
  resource('binary', { uri: 'test://static-binary', mimeType: 'image/png', base64: PNG }),
]

export function expectedWorld(): Staging['world'] {
  const object = { type: 'object', properties: {} }
  const tools = Object.fromEntries([
    ...Object.entries(answers).map(([name, content]) =>
      door(name, object, async () => ({ kind: 'ok', output: { content } })),
    ),
    door('test_error_handling', object, async () => ({
      kind: 'error',
      output: { content: 'This tool intentionally returns an error for testing' },
    })),
    door('test_tool_with_progress', object, async ({ progress = () => {} }) => {
      for (const done of [0, 50, 100]) progress({ progress: done, total: 100 })
      return { kind: 'ok', output: { content: 'done' } }
    }),
    door('json_schema_2020_12_tool', SCHEMA_2020_12, async () => ({ kind: 'ok', output: { content: 'ok' } })),
  ])
  const nothing = {
    http: { route: () => undefined },
    urls: {},
    routes: [],
    resources,
    sqlTools: [],
    modelOrigin: 'https://m.test',
    hook: (name: string) => hookDoor(name, {}, () => ''),
  }
  return { world: { ...nothing, ...liveTools(tools, []) }, databases: {} }
}
