import type { TrialRecord } from '../../src/record/trial.ts'

/** An agent of fixtures/frameworks, and how it speaks to its model. */
export interface Row {
  agent: string
  what: string
  wire: string
}

/** The page of measured retries. It holds nothing that differs between two runs. */
export function retryPage(
  trials: readonly TrialRecord[],
  rows: readonly Row[],
  variants: Readonly<Record<string, string>>,
): string {
  const cell = (agent: string, variant: string) => {
    const trial = trials.find((one) => one.agent === agent && one.variant === variant)
    if (!trial) throw new Error(`There is no trial of ${agent} with ${variant}.`)
    return attempts(trial)
  }
  const head = ['SDK', 'wire', ...Object.values(variants)]
  const body = rows.map(({ agent, what, wire }) => [
    what,
    `\`${wire}\``,
    ...Object.keys(variants).map((variant) => cell(agent, variant)),
  ])
  return `${OPENING}\n${table(head, body)}\n${CLOSING}`
}

function attempts({ usage }: TrialRecord): string {
  return `${usage.calls} in ${(usage.virtualMs / 1_000).toLocaleString('en', { maximumFractionDigits: 1 })} s`
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n')
}

const OPENING = `<!-- Measured. Do not edit: \`npm run test:system -- -u sdk-retries\` writes it. -->

# How long model SDKs keep trying

A provider that is down shows which retries an agent has without having asked for any. Each cell is one model call with
an SDK's own settings against an outage without an end: how many requests crossed the seam, and after how many seconds
of the agent's time the SDK gave up.
`

const CLOSING = `- \`429\` says \`Retry-After: 1\`. \`500\` and \`503\` say nothing about when to come back.
- \`no reply\`: nothing comes, and after 300 s the transport gives up, as Node's own fetch does.
- \`no reply, patient transport\`: the transport waits for an hour, so that what ends a request is the SDK's own time-out:
  10 minutes in those of OpenAI and Anthropic and in LangChain, none in the AI SDK and in that of Google.
- @google/genai tries again only where its client is given \`retryOptions\`.
- The last row is the control: an agent that does not try again.

The seconds are virtual. The jitter of the waits comes from the trial's seed, here 1; another seed moves them a little,
the same seed never does.

Of real time, a trial takes some ten milliseconds in a process that has its SDK already, and some hundred where it has to
load it; a second or two the very first time, before Node keeps the SDK's code compiled. @openai/agents leaves listeners
on its process, so that each of its trials has a new one. \`test/system/sdk-retries.test.ts\` runs each cell three times
and asserts that nothing of it is waited for: that the machine's clock shows less than a third of what the agent's does,
and that a trial in a process which has its SDK takes less than a fifth of one that loads it.

The agents are in \`fixtures/frameworks/agents\`, the outage in \`fixtures/frameworks/scenarios/outage.scenario.ts\`. Run
them with \`npm ci\` and \`npx mettle run\` in \`fixtures/frameworks\`.
`
