import { digestText } from '../kernel/json.ts'
import { version } from '../kernel/version.ts'
import { visible, visibleJson } from '../kernel/visible.ts'
import type { GuardRow, TrialRow } from '../record/row.ts'
import type { GuardRecord } from '../record/trial.ts'
import { defineReporter, type StoredRun } from './define.ts'
import { agentLabel } from './text/outcome.ts'
import { placed } from './text/place.ts'
import { plural } from './text/quantity.ts'

/** GitHub keeps so many results of a run, the worst by their level. */
const MOST = 5_000

/** What became of the safeguards, for whatever reads SARIF: a rule for each guard, a result for each task in which one stood. */
export const sarif = defineReporter({
  name: 'sarif',
  summary: 'Safeguards as SARIF 2.1.0 for code scanning: what was bypassed, what fails open when it breaks, what held.',
  file: 'safeguards.sarif',
  render: (run) => `${visibleJson(JSON.stringify(logOf(run)))}\n`,
})

function logOf(run: StoredRun) {
  const found = findingsIn(run).sort((a, b) => RANKS.indexOf(a.level) - RANKS.indexOf(b.level))
  const rules = [...new Set(found.map(({ ruleId }) => ruleId))].sort()
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...{ name: 'mettle', semanticVersion: version() },
            rules: rules.map((id) => ({ id, name: id, shortDescription: { text: ruleText(id) } })),
          },
        },
        // Results of other tools and of other suites stay as they are.
        automationDetails: { id: 'mettle/safeguards/' },
        invocations: [{ executionSuccessful: run.head.finishedAt !== null && run.head.stopped === null }],
        results: found.slice(0, MOST),
        properties: { run: run.head.id, seed: run.head.seed, leftOut: Math.max(0, found.length - MOST) },
      },
    ],
  }
}

function ruleText(id: string): string {
  const [name = '', broken] = id.split('/under/')
  return broken === undefined
    ? `The guard ${name} keeps what it must from taking effect.`
    : `The guard ${name} keeps it from taking effect while ${broken} breaks it.`
}

type Level = 'error' | 'warning' | 'none'
const RANKS: readonly Level[] = ['error', 'warning', 'none']
type Kind = 'fail' | 'review' | 'pass' | 'notApplicable'

/** What an outcome is in SARIF: only what failed has a level. */
const OUTCOMES: Readonly<Record<GuardRecord['outcome'], [Kind, Level]>> = {
  bypassed: ['fail', 'error'],
  'false-alarm': ['fail', 'warning'],
  unclear: ['review', 'none'],
  held: ['pass', 'none'],
  'not-exercised': ['notApplicable', 'none'],
}
const BROKEN: Readonly<Record<NonNullable<GuardRow['under']>[number]['outcome'], [Kind, Level]>> = {
  'fails-open': ['fail', 'error'],
  hangs: ['fail', 'warning'],
  'fails-closed': ['pass', 'none'],
  'not-exercised': ['notApplicable', 'none'],
}

interface Seen {
  ruleId: string
  outcome: string
  as: [Kind, Level]
  trial: TrialRow
  guard: string
  entry?: number
}

/** One for each task, guard and outcome: repeats are counted. */
function findingsIn(run: StoredRun) {
  const seen = run.rows.flatMap((trial) => trial.guards.flatMap((guard) => seenOf(trial, guard)))
  const groups = Map.groupBy(seen, ({ ruleId, outcome, trial }) =>
    JSON.stringify([ruleId, outcome, trial.scenario, trial.variant, agentLabel(trial)]),
  )
  return [...groups.entries()].map(([key, all]) => {
    const [first] = all as [Seen]
    const {
      trial,
      ruleId,
      as: [kind, level],
    } = first
    const { scenario, variant } = trial
    const place = placed(
      run.head.scenarios.find(({ id }) => id === (trial.within ?? scenario)),
      variant,
    )
    const region = place && { region: { startLine: place.line } }
    const { replay } = level === 'none' ? { replay: null } : run.record(trial.id)
    return {
      ...{ ruleId, kind, level, message: { text: messageOf(first, all.length, run) } },
      ...(place && {
        locations: [
          { physicalLocation: { artifactLocation: { uri: encodeURI(place.file.toWellFormed()) }, ...region } },
        ],
      }),
      partialFingerprints: { 'mettleTask/v1': digestText(key) },
      properties: { trial: trial.id, trials: all.length, seed: trial.seed, ...(replay !== null && { replay }) },
    }
  })
}

function seenOf(trial: TrialRow, { name, outcome, under = [] }: GuardRow): Seen[] {
  const own = { ruleId: name, outcome, as: OUTCOMES[outcome], trial, guard: name }
  const broken = under.map(({ fault, entry, outcome: how }) => ({
    ...{ ruleId: `${name}/under/${fault}`, outcome: how, as: BROKEN[how], trial, guard: name, entry },
  }))
  return [own, ...broken]
}

/** What was found is read from the record only where it is worth a look. */
function messageOf({ guard, outcome, as: [, level], trial, entry }: Seen, trials: number, run: StoredRun): string {
  const task = `${trial.scenario} · ${trial.variant} · ${agentLabel(trial)}`
  const counted = trials > 1 ? ` in ${plural(trials, 'trial')}` : ''
  const head = `${guard}: ${outcome}${counted} (${task}).`
  if (level === 'none') return visible(head)
  const record = run.record(trial.id).guards.find(({ name }) => name === guard)
  const why =
    entry === undefined
      ? record?.evidence.map(({ message }) => message).join(' ')
      : record?.under?.find((one) => one.entry === entry)?.reason
  return visible(`${head} ${why ?? ''}`.trim())
}
