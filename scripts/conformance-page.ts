import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crashCases } from '../src/conformance/cases/crash.ts'
import { cases } from '../src/conformance/cases/index.ts'
import { peopleCases } from '../src/conformance/cases/people.ts'
import { storeCases } from '../src/conformance/cases/store.ts'
import type { Cell, TargetResult } from '../src/conformance/cell.ts'
import { textOf } from '../src/conformance/effect.ts'
import { OPEN, type Outcome } from '../src/conformance/outcome.ts'
import { redCells } from '../src/conformance/red.ts'
import { page } from './reference/page.ts'
import { code, table } from './table.ts'

/** What `npm run docs:conformance` found, and when. */
export interface Measured {
  date: string
  node: string
  repeats: number
  targets: TargetResult[]
}

/** Where it is kept. */
export const MEASURED = 'fixtures/conformance/measured.json'

/** `docs/conformance.md`, made of what was measured. */
export function conformancePage(root: string): Map<string, string> {
  const measured = JSON.parse(readFileSync(join(root, MEASURED), 'utf8')) as Measured
  return new Map([['docs/conformance.md', pageOf(measured)]])
}

/** The page of a measurement. */
export function pageOf(measured: Measured): string {
  const { targets } = measured
  const whole = targets.filter(({ settingOf }) => settingOf === undefined)
  const of = (kind: Cell['kind']) => whole.filter(({ cells }) => cells.some((cell) => cell.kind === kind))
  const stored = namesOf([...storeCases, ...crashCases])
  const people = namesOf(peopleCases)
  const apart = new Set([...stored, ...people])
  const asks = cases.filter(({ kind, name }) => kind === 'ask' && !apart.has(name)).map(({ name }) => name)
  const named = (kind: Cell['kind']) => cases.filter((one) => one.kind === kind).map(({ name }) => name)
  const keeping = (who: TargetResult['holds']) => of('ask').filter(({ holds }) => holds === who)
  const otherStores = targets.filter(({ only }) => only === 'kept')
  return page(
    'Approvals of frameworks, put to the test',
    opening(measured),
    '## The words',
    WORDS,
    '## What was tested',
    versions(targets),
    '## It asks, and waits for an answer',
    outcomes(asks, of('ask')),
    '### Who answers, and until when',
    PEOPLE,
    outcomes(people, of('ask').filter(looksWhoOrWhen)),
    '## The paused run is kept, and goes on elsewhere',
    KEPT,
    '### The application keeps it',
    outcomes(stored, keeping('app')),
    '### The framework keeps it',
    outcomes(stored, keeping('framework')),
    '### In a database',
    DATABASES,
    outcomes(stored, otherStores),
    '### What the guides say of it',
    GUIDES,
    duties(whole),
    '## It calls a function, whose word counts at once',
    outcomes(named('decide'), of('decide')),
    '## It starts a program',
    outcomes(named('command'), of('command')),
    '## What streams',
    STREAMS,
    streams(targets),
    '## What ran',
    RAN,
    ...whole.filter(({ control }) => !control).map(findings),
    "## mettle's own guards",
    OWN,
    LIMITS,
  )
}

const namesOf = (list: typeof cases) => list.map(({ name }) => name)

/** A mechanism has a place for one of those cases. */
function looksWhoOrWhen({ cells }: TargetResult): boolean {
  const names = new Set(namesOf(peopleCases))
  return cells.some((cell) => names.has(cell.case) && !['not-applicable', 'not-exercised'].includes(cell.outcome))
}

function versions(targets: readonly TargetResult[]): string {
  const rows = targets.map(({ name, mechanism, versions: found, control }) => {
    const packages = Object.entries(found).map(([one, version]) => `${one} ${version}`)
    return [code(name), mechanism, control ? 'a control of mettle' : packages.join(', ')]
  })
  return table(['target', 'mechanism', 'packages'], rows)
}

/** A table of cases, without those for which no target has a place. */
function outcomes(names: readonly string[], targets: readonly TargetResult[]): string {
  const rows = names.map((name) => [name.replace(/^command: /, ''), ...targets.map((target) => shownIn(target, name))])
  const told = rows.filter(([, ...found]) => found.some((one) => one !== '' && one !== '–'))
  return table(['case', ...targets.map(({ name }) => code(name))], told)
}

const SHORT: Partial<Record<Outcome, string>> = {
  'not-applicable': '–',
  'fails-closed': 'closed',
  'not-exercised': 'n.e.',
}

function shownIn({ cells }: TargetResult, name: string): string {
  const cell = cells.find((one) => one.case === name)
  if (!cell) return ''
  const word = SHORT[cell.outcome] ?? cell.outcome
  return `${OPEN.includes(cell.outcome) ? `**${word}**` : word}${cell.steady ? '' : '~'}`
}

/** Each setting that streams, with the cases in which it does another thing than what it is a setting of. */
function streams(targets: readonly TargetResult[]): string {
  const rows = targets
    .filter(({ settingOf, only }) => settingOf !== undefined && only === undefined)
    .map((target) => {
      const other = targets.find(({ name }) => name === target.settingOf)
      // Which of many copies decides differs from run to run: how steady a word is, is no other word.
      const told = target.cells.flatMap(({ case: name, outcome }) => {
        const there = other?.cells.find((cell) => cell.case === name)
        return there && there.outcome !== outcome ? [`${name}: ${outcome}, not ${there.outcome}`] : []
      })
      return [code(target.name), target.mechanism, String(target.cells.length), told.join('; ') || 'none']
    })
  return table(['target', 'mechanism', 'cases', 'in which it does another thing'], rows)
}

function duties(targets: readonly TargetResult[]): string {
  const rows = targets.flatMap(({ name, holds, guide }) =>
    guide ? [[code(name), holds, guide.twice, guide.altered, `[guide](${guide.page})`]] : [],
  )
  const head = [
    'target',
    'who keeps a paused run',
    'of a question that is answered twice',
    'of a kept run that is changed',
  ]
  return table([...head, 'where'], rows)
}

function findings(target: TargetResult): string {
  const red = redCells(target)
  const title = `### ${code(target.name)}`
  const ours = target.guide?.ours ? `Of this wiring: ${target.guide.ours}.\n\n` : ''
  if (red.length === 0) return `${title}\n\n${ours}Nothing ran without leave.`
  const alike = [...Map.groupBy(red, (cell) => `${cell.outcome}: ${ranIn(cell)}`)]
  const lines = alike.map(([what, cells]) => `- ${what}\n  In: ${cells.map((cell) => cell.case).join('; ')}.`)
  return `${title}\n\n${ours}${lines.join('\n')}`
}

function ranIn({ effects, expected }: Cell): string {
  const shown = (texts: readonly string[]) => texts.map(code).join(', ') || 'nothing'
  return `ran ${shown(effects.map(textOf))}; approved was ${shown(expected.map(textOf))}.`
}

const opening = ({
  date,
  node,
  repeats,
}: Measured) => `The same cases, put to each framework's own way of asking before a tool runs, as its guide has it and with nothing patched: an answer that is
malformed, that comes twice, that is for something else, a guard that throws. Measured on ${date} with Node ${node}, each case ${repeats} times,
with a scripted model on loopback. \`mettle guards conformance --target NAME\` does it in your project, with the versions that you have;
[a mechanism of your own](guides/write-a-target.md) takes thirty lines.

The tables say what ran, and nothing about whose fault that is: many a case is one that the guide leaves to the application, and an application
that does its part turns it. Where the guide says so, the page is [named](#what-the-guides-say-of-it).`

const WORDS = `Each is told from effects alone: which tool ran, how often, with which arguments.

| word              | what happened                                                                                     |
| ----------------- | ------------------------------------------------------------------------------------------------- |
| ok                | what was approved ran once, and nothing else                                                      |
| closed            | nothing ran, as it should be; \`fails-closed\` on the terminal                                      |
| **fails-open**    | something ran without leave                                                                       |
| **twice**         | one yes, two effects                                                                              |
| **other**         | something ran that nobody had approved: other arguments, another tool, another call               |
| lost              | a yes, and what it approved never ran                                                             |
| hangs             | nothing ran, and the run still waits                                                              |
| –                 | there is no place for the case: an answer without an id, a pause that nothing keeps, nobody who looks who answers |
| n.e.              | not exercised: a plain yes did not run what it approved, so that this silence says nothing         |

A \`~\` behind a word: the repeats differ. The targets whose names begin with \`control\` are mettle's own: the first is to hold everywhere, and each
case is failed by another one. Where they do not, nothing here says anything. A test holds them to that.`

const PEOPLE = `An answer that comes from somebody who may not give it, and one that comes too late. No framework here looks who answers, and none ends
a question: whoever can call the function that answers has approved, thirty days later as well (the row above). So all of these cases have no
place in them, and they are no column here; to look at it is the application's. The SDK of MCP gives a question up after 60 s or what the server
says, and no longer hears the answer. The controls know an approver, who asked, and when a question ends.`

const KEPT = `What is kept while a run is paused goes on with fresh objects, as after a restart: once, by two workers, and after somebody changed it.
Who keeps it decides what two workers have: the same text, where it is the application's, or the same store, where it is the framework's. Stores
are in memory in these tables, but for the session files of Claude; those in a database have a [table of their own](#in-a-database).

In the last two cases the process that runs the agent is killed with SIGKILL, and another process goes on: while the question waits, and when it
was answered with yes, the tool has run, and nothing is saved of it. Then the same yes comes again, as from a queue that delivers once more. What
the application keeps is then what it had at the pause; a store in memory is written to a file when the tool has run, as one on disk would be by
then. \`ok\` is what ran once: what was claimed before it ran. **twice** is what one gets where the answer is looked up and the tool is
run first, and then a tool must know by itself that it ran (a key of the call that the other side keeps).`

const DATABASES = `The same with a store that outlives its process, each worker with connections of its own: LangGraph's checkpointer and ADK's session service in
PostgreSQL, Mastra's storage in a file of LibSQL. A database does not turn two at once into one: both read the question before either has
answered it.

What turns it is an application that claims what it answers, as that of \`ai-claimed\` and \`openai-agents-claimed\` does
(\`targets/application/claimed.js\`, with \`node:sqlite\`): it takes the paused run out of a table before it answers, in one statement, so that whoever comes second finds nothing. Its price: what is lost between that and the tool runs no second time,
and a person has to look whether it ran. An altered store is a \`–\` where nothing here writes into the database.`

const STREAMS = `The calls of a framework that stream, put to the same cases. Strands' \`invoke\` is its \`stream\`, read to the end, and the SDK of Claude always
streams: there is nothing else to put the cases to.`

const GUIDES =
  '"Silent" means that nothing was found on the page or in the comments of the package. Each was read by one reader.'

const RAN = `Each case in which something ran that should not have, with what ran. It lies in \`fixtures/conformance/measured.json\`, with the cases that
held.`

const OWN = `\`mettle guards conformance --target acs\` puts cases to mettle's own seat for guards, after three ideas of the Agent Control Standard v0.1.0 of
OWASP: what stands where a decision fails, what is left of a decision on record, and what comes before what. With \`--vectors DIR\` it plays the
test vectors of agent-hooks 0.1 that lie in a folder of yours: their interceptors as guards, their resolver as the approver, their tools as the
world. Each is \`held\` or \`differs\`, told from what tools ran alone, or \`no such notion\`, with what mettle lacks for it. Of the 51 vectors 17 are
held, none differs, and 34 have no counterpart: a guard of mettle's decides on a call before it runs, may not change it, and is asked about no
input, output or piece of a stream. What a vector expects of records and identities is not looked at, and is named.`

const LIMITS = `## What is not tested

SQLite under LangGraph and ADK, whose drivers are built or loaded from elsewhere when they are installed; hosted stores; front ends and HTTP around
a framework; features by which an approver changes arguments; hooks over HTTP; editions in Python;
agents that hand on to others.`
