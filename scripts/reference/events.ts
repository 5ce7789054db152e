import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { code, table } from '../table.ts'
import { type Declaration, declarations } from './interfaces.ts'
import { anchor, page } from './page.ts'

const FOLDER = 'src/trace/events'

/** `docs/reference/events.md`: every event of a trace with its fields. */
export function eventsReference(root: string): Map<string, string> {
  const files = readdirSync(join(root, FOLDER)).filter((file) => file.endsWith('.ts'))
  const sources = files.sort().map((file) => readFileSync(join(root, FOLDER, file), 'utf8'))
  const union = readFileSync(join(root, 'src/trace/event.ts'), 'utf8')
  return new Map([['docs/reference/events.md', eventsPage(union, sources)]])
}

/** The page of a union of events and the files that declare them. @throws {Error} an event that is declared nowhere. */
export function eventsPage(union: string, sources: readonly string[]): string {
  const all = sources.flatMap(declarations)
  const members =
    declarations(union)
      .find(({ name }) => name === 'TraceEvent')
      ?.type.split(/\s*\|\s*/) ?? []
  const events = members.map((name) => {
    const found = all.find((declaration) => declaration.name === name)
    if (!found) throw new Error(`The trace can hold a ${name}, and no file of ${FOLDER} declares it.`)
    return found
  })
  const others = all.filter((declaration) => !events.includes(declaration))
  const contents = events.map((event) => [`[${typeOf(event)}](#${anchor(typeOf(event))})`, firstSentence(event.doc)])
  return page(
    'Events of the trace',
    INTRO,
    table(['event', 'what it says'], contents),
    ...events.flatMap((event) => [`## ${typeOf(event)}`, event.doc, fields(event, others)]),
    '## Shapes',
    ...others.flatMap((other) => [`### ${other.name}`, other.doc, body(other, others)]),
  )
}

function typeOf({ name, members }: Declaration): string {
  const type = members.find((member) => member.name === 'type')?.type
  if (!type) throw new Error(`${name} has no type that tells it apart.`)
  return type.replaceAll("'", '')
}

function body(declaration: Declaration, others: readonly Declaration[]): string {
  return declaration.members.length > 0 ? fields(declaration, others) : code(declaration.type)
}

function fields({ members }: Declaration, others: readonly Declaration[]): string {
  const rows = members
    .filter(({ name, type }) => name !== 'type' || !/^'[\w-]+'$/.test(type))
    .map(({ name, optional, type, doc }) => [code(name), linked(type, others), optional ? '' : 'yes', doc])
  return table(['field', 'type', 'always', 'meaning'], rows)
}

/** A type, and where its own shape is told. */
function linked(type: string, others: readonly Declaration[]): string {
  const named = others.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(type))
  return [code(type), ...named.map(({ name }) => `[${name}](#${anchor(name)})`)].join(' ')
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text
}

const INTRO = `\`mettle trace TRIAL\` prints what happened in a trial, in order, one event a line (\`--json\`: as JSON). In the folder of a run
the files \`traces/w1.jsonl\` and so on hold it, one for each worker process; \`trace\` in a trial's record names the file and the bytes.
Each line is a JSON list of events that were written at once, a tab, and its link in the [hash chain](../security-model.md#the-trace).
The last events, known once the process was through with the trial, are \`closing\` in its record.

A turn sends its whole conversation to the model again. In the file, a \`call\` to a model leaves out of its \`body\` what the trial's
earlier lines hold, and says so beside it: \`"abridged": [["messages", [[1, 6], 2]]]\` reads: \`messages\` is the values 1 to 6, then the 2
that stand here. Values are counted from 1 through the trial: the elements of a list, other members as one. \`mettle trace --json\`
prints each event whole, as do all that judge and report.

Every event has two fields beside its own: \`seq\`, its place in the trace from 1 (\`e12\` in a report is the event with seq 12),
and \`at\`, the time on the trial's clock in ms since 1970. \`Json\` is any JSON. \`Money\` is \`{ currency: 'USD', micros }\`, in
millionths of a dollar.

A reader handles every event that it knows and leaves out the others: later versions may add some.`
