import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { camelCase, type Kind, kinds, partNames } from './parts.ts'
import { page } from './reference/page.ts'
import { code, table } from './table.ts'

interface Part {
  name: string
  summary: string
  params?: z.ZodType
  file?: string
  holdsEffects?: boolean
}

/** What stands above each table, and what a part of the kind has beside its summary. */
const TABLES: readonly { folder: string; title: string; intro: string; column: string; cell(part: Part): string }[] = [
  {
    folder: 'guards',
    title: 'Guards',
    intro: `Which call may take effect. In \`enforce\` mettle supplies the safeguard; in \`observe\` it only watches, and your own is under
test. Either way the guard's oracle looks for what got through ([verdicts](../verdicts.md)). A guard of your own is
[one file](../guides/write-a-guard.md).`,
    column: 'parameters',
    cell: parameters,
  },
  {
    folder: 'faults/safeguards',
    title: 'Faults of safeguards',
    intro: `How a safeguard itself fails: \`{ fault: 'guard-throws', guard: 'budget' }\` in a plan. They strike when the guard is asked about a
call, before the call runs. [How safeguards fail](../../safeguards.md) says what comes of it; those of calls, replies and the world are
[here](../README.md).`,
    column: 'parameters',
    cell: parameters,
  },
  {
    folder: 'scorers',
    title: 'Scorers',
    intro: `Each grades one aspect of a trial, from what the agent did to the world. A scorer of your own is
[one file](../guides/write-a-scorer.md).`,
    column: 'parameters',
    cell: parameters,
  },
  {
    folder: 'reports',
    title: 'Reporters',
    intro: `Each turns a run into a text or a file: \`--reporter list,html\`. They read [the run's folder](../reference/record.md), a trial
at a time, so \`mettle report\` renders a stored run again. Another one is [one file](../guides/write-a-reporter.md).`,
    column: 'file in the folder of the run',
    cell: ({ file }) => (file ? code(file) : 'none, it prints'),
  },
  {
    folder: 'channels',
    title: 'Channels',
    intro: `How an agent reaches its world. Whatever the channel, each call crosses one seam: guards decide on it, faults act on it, the
trace tells of it. A channel says of itself what its calls are; nothing else in mettle knows one by name.`,
    column: 'effects are held open until guards have looked at them',
    cell: ({ holdsEffects }) => (holdsEffects ? 'yes' : 'no'),
  },
]

/** A `README.md` for each kind of part: what there is. That of the faults is another generator's. */
export async function partTables(root: string): Promise<Map<string, string>> {
  const pages = TABLES.map(async ({ folder, title, intro, column, cell }): Promise<[string, string]> => {
    const kind = kinds.find((one) => one.folder === folder) as Kind
    const parts = await Promise.all(partNames(root, kind).map((name) => load(root, folder, name)))
    const rows = parts.map((part) => [`[${part.name}](${part.name}.md)`, part.summary, cell(part)])
    return [`docs/${kind.pages}/README.md`, page(title, intro, table(['name', 'what it does', column], rows))]
  })
  return new Map(await Promise.all(pages))
}

async function load(root: string, folder: string, name: string): Promise<Part> {
  const module = await import(pathToFileURL(join(root, 'src', folder, `${name}.ts`)).href)
  return module[camelCase(name)] as Part
}

/** Names of parameters. Those of the several shapes that a part accepts, each once. */
function parameters({ params }: Part): string {
  if (!params) return ''
  const schema = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }) as Shape
  return [...new Set(namesIn(schema))].map(code).join(', ')
}

interface Shape {
  properties?: object
  anyOf?: Shape[]
  oneOf?: Shape[]
  allOf?: Shape[]
}

function namesIn({ properties = {}, anyOf = [], oneOf = [], allOf = [] }: Shape): string[] {
  return [...Object.keys(properties), ...[...anyOf, ...oneOf, ...allOf].flatMap(namesIn)]
}
