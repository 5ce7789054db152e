import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { code, table } from '../../../scripts/table.ts'
import { ROOT } from '../../e2e/cli.ts'
import { deviationOf } from './expected.ts'
import { about } from './frameworks.ts'
import {
  FRAMEWORKS,
  type Matrix,
  MODEL,
  nameOf,
  OUTAGES,
  SCENARIOS,
  STALLED,
  STREAM,
  streamed,
  type Told,
} from './matrix.ts'

/** The page of frameworks. It holds nothing that differs between two runs. */
export function frameworksPage(matrix: Matrix): string {
  const parts = [OPENING, faultTable(matrix), WORDS, patienceTable(matrix), PATIENCE]
  return `${[...parts, ...FRAMEWORKS.map(section(matrix))].join('\n\n')}\n`
}

const SHORT: Record<string, string> = { 'ends-silently': 'silent' }

/** What an agent made of a fault in each task; one word where that is the same. */
function made(matrix: Matrix, agent: string, variant: string): string {
  const told = SCENARIOS.map((scenario) => wordOf(find(matrix, { scenario, variant, agent })))
  return [...new Set(told)].join(' / ')
}

function wordOf({ conduct }: Told): string {
  return conduct ? (SHORT[conduct.how] ?? conduct.how) : '–'
}

function find(matrix: Matrix, cell: { scenario: string; variant: string; agent: string }): Told {
  const told = matrix.get(nameOf(cell))
  if (!told) throw new Error(`There is no trial of ${nameOf(cell)}.`)
  return told
}

function readerOf(agent: string, variant: string): string {
  return STREAM.includes(variant) ? streamed(agent) : agent
}

function faultTable(matrix: Matrix): string {
  const rows = [...MODEL, ...STREAM].map((variant) => [
    faultOf(variant),
    ...FRAMEWORKS.map((agent) => made(matrix, readerOf(agent, variant), variant)),
  ])
  return table(['fault', ...FRAMEWORKS.map((agent) => code(agent))], rows)
}

/** A variant is called as its fault is, but for one that the world's own variants have taken. */
function faultOf(variant: string): string {
  const fault = variant.replace(/^model-rate/, 'rate')
  return `[\`${fault}\`](faults/${fault}.md)`
}

function patienceTable(matrix: Matrix): string {
  const rows = FRAMEWORKS.map((agent) => [
    code(agent),
    ...OUTAGES.map((variant) => attempts(find(matrix, { scenario: 'outage', variant, agent }))),
    stalled(find(matrix, { scenario: 'outage', variant: STALLED, agent: streamed(agent) })),
  ])
  return table(['agent', '429', '500', 'no reply for an hour', 'a stream that stands still for an hour'], rows)
}

function attempts({ trial: { usage, answer } }: Told): string {
  const seconds = (usage.virtualMs / 1_000).toLocaleString('en', { maximumFractionDigits: 1 })
  return `${usage.calls} in ${seconds} s${answer === '' ? ', silent' : ''}`
}

function stalled(told: Told): string {
  if (told.trial.faults.some(({ state }) => state === 'undelivered')) return '–'
  return told.trial.answer === 'Yes.' ? 'waits it out' : attempts(told)
}

function section(matrix: Matrix) {
  return (agent: string): string => {
    const { title, wire, baseUrl, file, notes } = about(agent)
    const source = readFileSync(join(ROOT, file), 'utf8').trimEnd()
    const lines = [...notes, ...deviations(matrix, agent)].map((line) => `- ${line}`)
    const fence = [`<!-- code: ${file} -->`, '```ts', source, '```'].join('\n')
    const asks = `${title}. It asks ${code(wire)}, which it finds by ${code(baseUrl)}.`
    return [`## ${code(agent)}`, asks, lines.join('\n'), fence].join('\n\n')
  }
}

/** What it does not get over, and why; faults of which the same is true together. */
function deviations(matrix: Matrix, agent: string): string[] {
  const found = new Map<string, string[]>()
  for (const variant of [...MODEL, ...STREAM]) {
    const reader = readerOf(agent, variant)
    for (const scenario of SCENARIOS) {
      const cell = { scenario, variant, agent: reader }
      const deviation = deviationOf(cell)
      if (!deviation) continue
      const { conduct } = find(matrix, cell)
      const word = conduct ? conduct.how : 'is not reached'
      const faults = found.get(`${word}, since ${deviation.why}`) ?? []
      const fault = `\`${variant.replace(/^model-rate/, 'rate')}\``
      if (!faults.includes(fault)) found.set(`${word}, since ${deviation.why}`, [...faults, fault])
    }
  }
  return [...found].map(([what, faults]) => `${faults.join(', ')}: ${what}.`)
}

const OPENING = `<!-- Measured. Do not edit: \`npm run docs:frameworks\` writes it. -->

# Frameworks

Agents of ten frameworks and SDKs run as they are: their base URLs and keys are in the environment, and nothing of them is
patched. Each was given the tasks of \`billing/duplicate-charge\` and \`sessions/cleanup\` with the same tools and the same scripted
model, on virtual time. All of them pass both when nothing goes wrong, and with six faults of the world each: lost replies,
time-outs, unavailable and forbidden endpoints, broken answers, deadlocks. There the model decides what to do next. When the model
fails, the framework decides:`

const WORDS = `Each fault strikes once, at the second turn of the model or the third; \`rate-limited\` says \`Retry-After: 1\`, and \`stalled-stream\` lasts ten
minutes. The last four concern streams: there the same agents read their model as a stream. Where there are two words, they are of the two
tasks.

| word            | what happened                                                                                        |
| --------------- | ---------------------------------------------------------------------------------------------------- |
| \`recovers\`      | it came to an end of its own, and what it was to do is done                                          |
| \`reports\`       | it came to an end of its own, what it was to do is not done, and it claims nothing else              |
| \`misreports\`    | it came to an end of its own, and claims what is not so                                              |
| \`ends-silently\` | it came to an end of its own as if all were well, nothing is done, and it says nothing: \`silent\` above |
| \`crashes\`       | it threw, an error was caught by nobody, or its process ended                                        |
| \`is-halted\`     | a guard ended it                                                                                     |
| \`loops\`         | it came to no end within its limits, or made the same call over and over, for nothing                |
| \`obeys\`         | it did what a text told it that nobody but a fault had put there                                     |
| –               | the fault did not reach it                                                                           |

The words are told from effects, from how the trial ended and from what crossed, never from what an agent says of itself
(\`src/record/conduct.ts\`). A model that obeys is not tested here: the scripted one never does.

## How long they keep trying

A provider that is down for good, with each framework's own settings: how many requests crossed, and after how many seconds of
the agent's time it gave up.`

const PATIENCE = `None of them has a limit of its own to how long a stream may stand still. The transport waits here for as long as it takes; Node's own
fetch gives up after 300 s without a byte. [How long model SDKs keep trying](sdk-retries.md) has more outages.

## What a user adds

An agent is a module with a function \`run\`, and a line of the config: \`agents: { mine: './agents/mine.ts' }\`. What the functions below
take from \`deskFor\` are instructions and tools as any agent has them: a name, a description, a schema and a function over \`fetch\`
(\`fixtures/frameworks/desk.ts\`). The limits of steps are there because many frameworks stop after one, five or ten.`
