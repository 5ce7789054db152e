import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'
import { SHIPPED } from '../../src/agents/names.ts'
import { channels } from '../../src/channels/index.ts'

const root = resolve(import.meta.dirname, '../..')

/** The centre: what is said here holds for every channel, every host and every agent. */
const CENTRE = 'src/{boundary,guards,verdict,stage}/**/*.ts'

const NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(channels),
  ...globSync('src/hosts/*/kind.ts', { cwd: root }).map((file) => basename(dirname(file))),
  ...SHIPPED.map(({ name }) => name),
])

/** Words that are names elsewhere and none here, by file: why. */
const NO_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'src/boundary/http-world.ts': { model: 'a member of a call' },
  'src/boundary/nesting.ts': { random: 'a member of the context of a fault' },
  'src/guards/loop-breaker.ts': {
    'tool wait*': 'the default of a parameter, which is a pattern of targets',
    'tool sleep*': 'the same',
  },
  'src/stage/stage.ts': { model: 'a member of an order', random: 'a member of the session' },
  'src/verdict/metrics/rates.ts': { flaky: 'a metric: the share of tasks that pass now and then' },
}

/** Texts of a program that begin with a name, as `'tool'` and `'tool wait*'` do, and members of `channels` by name. */
function namesIn(source: string): string[] {
  const found: string[] = []
  const note = (text: unknown) => {
    if (typeof text === 'string' && NAMES.has(text.split(' ', 1)[0] ?? '')) found.push(text)
  }
  new Visitor({
    Literal: ({ value }) => note(value),
    TemplateLiteral: ({ quasis }) => note(quasis[0]?.value.cooked),
    MemberExpression: ({ object, property }) => {
      if (object.type === 'Identifier' && object.name === 'channels' && property.type === 'Identifier')
        note(property.name)
    },
  }).visit(parseSync('source.ts', source).program)
  return found
}

test('the centre knows no channel, host or agent by name', () => {
  const files = globSync(CENTRE, { cwd: root }).sort()
  expect(files.length).toBeGreaterThan(100)
  const found = files.map((file) => [file, [...new Set(namesIn(readFileSync(resolve(root, file), 'utf8')))]] as const)
  const listed = Object.entries(NO_NAMES).map(([file, words]) => [file, Object.keys(words)] as const)
  expect(Object.fromEntries(found.filter(([, names]) => names.length > 0))).toEqual(Object.fromEntries(listed))
})

test.each([
  "if (call.channel === 'http') return 1",
  `const named = target === \`tool \${asked.name}\``,
  'const trait = channels.sql',
  "if (agent.name === 'looper') return 2",
  "if (source.host === 'command') return 3",
])('a planted name is found: %s', (source) => {
  expect(namesIn(source)).toHaveLength(1)
})

test('prose and members of the same name are none', () => {
  expect(namesIn("const summary = 'The model says no.'; const said = call.model; type Seat = order['seat']")).toEqual(
    [],
  )
})
