import { visible } from '../../kernel/visible.ts'
import type { Subject } from '../../mutation/subject.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import { type MutantRecord, mutationScore } from '../../record/mutation.ts'
import { gateLines } from '../../reports/list/gates.ts'
import { type Paint, painter, type Tone } from '../../reports/list/paint.ts'
import { plural } from '../../reports/text/quantity.ts'

/** What came of loosening the guards of a suite. */
export interface Told {
  run: KeptRun
  mutants: readonly MutantRecord[]
  /** How many trials were run with a mutant. */
  ran: number
  seconds: number
  /** Does a gate ask for a score? */
  gated: boolean
}

/** For a terminal: a row for each guard, each mutant that survived with what would kill it, and the score. */
export function mutationText(told: Told, color: boolean): string {
  const paint = painter(color)
  const { mutants, run, gated } = told
  const left = mutants.filter(({ outcome }) => outcome !== 'killed')
  return [
    `${tableOf(mutants, paint)}\n`,
    ...(left.length > 0 ? [`${left.map((one) => survivorText(one, paint)).join('\n')}\n`] : []),
    `${summaryOf(told)}\n`,
    ...(gated ? [`${gateLines(run.head, paint).join('\n')}\n`] : []),
  ].join('\n')
}

function tableOf(mutants: readonly MutantRecord[], paint: Paint): string {
  const seats = [...Map.groupBy(mutants, seatOf)]
  const first = Math.max(...seats.map(([name]) => name.length), 'guard'.length)
  const rows = seats.map(([name, own]) => {
    const killed = own.filter(({ outcome }) => outcome === 'killed').length
    const tone: Tone = killed === own.length ? 'green' : killed === 0 ? 'red' : 'yellow'
    return `${name.padEnd(first)}  ${paint(tone, `${killed} of ${own.length}`)}`
  })
  return [`${'guard'.padEnd(first)}  killed`, ...rows].join('\n')
}

/** 'budget · billing/duplicate-charge', and how many others use it so. */
function seatOf({ guard, scenarios: [first = '', ...others] }: Pick<MutantRecord, 'guard' | 'scenarios'>): string {
  return `${guard} · ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
}

function survivorText(mutant: MutantRecord, paint: Paint): string {
  const { name, describe, outcome, trials, ran, instead, wanted } = mutant
  const how =
    trials === 0
      ? 'no trial could have told'
      : `nothing differed in ${ran < trials ? `the first ${ran} of ` : ''}${plural(trials, 'trial')} that could have told`
  const others = instead.length > 0 ? `; ${instead.join(', ')} refused more in its place` : ''
  const unsure = outcome === 'unclear' ? '; the harness failed in some' : ''
  return [
    `${paint('red', outcome)}  ${seatOf(mutant)} · ${name}`,
    `  mutant   ${visible(describe)}`,
    `  seen     ${how}${others}${unsure}`,
    `  wanted   ${visible(wanted)}`,
  ].join('\n')
}

function summaryOf({ mutants, run, ran, seconds, gated }: Told): string {
  const score = mutationScore(mutants) ?? 0
  const killed = mutants.filter(({ outcome }) => outcome === 'killed').length
  const possible = mutants.reduce((sum, { trials }) => sum + trials, 0)
  const errors = run.rows.filter(({ verdict }) => verdict === 'error').length
  const lines = [
    `${plural(mutants.length, 'mutant')}: ${killed} killed, ${mutants.length - killed} survived. Mutation score ${percent(score)}.`,
    `${plural(run.rows.length, 'trial')} without mutants, ${ran} with (of ${possible} that could have told; no more are run once a mutant is killed), ${seconds.toFixed(1)} s.`,
  ]
  if (errors > 0)
    lines.push(
      `${plural(errors, 'trial')} without mutants failed in the harness, and could tell nothing: npx mettle run shows them.`,
    )
  if (!gated) lines.push("No gate asks for a score: --gate 'guards.mutationScore >= 0.8', or the same in the config.")
  return lines.join('\n')
}

/** Rounded down: 99.9 % is not all of them. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}

/** The mutants that there are, a line each. */
export function listText(subjects: readonly Subject[]): string {
  const lines = subjects.map(({ mutant, ...seat }) => `${seatOf(seat)} · ${mutant.name}  ${visible(mutant.describe)}\n`)
  return `${lines.join('')}${plural(subjects.length, 'mutant')}\n`
}

export function mutationJson({ mutants, run, ran, seconds }: Told): string {
  const { gate, seed } = run.head
  const told = {
    score: mutationScore(mutants) ?? null,
    killed: mutants.filter(({ outcome }) => outcome === 'killed').length,
    survived: mutants.filter(({ outcome }) => outcome !== 'killed').length,
    trials: { without: run.rows.length, with: ran },
    seconds: Math.round(seconds * 10) / 10,
    seed,
    gate,
    mutants,
  }
  return `${JSON.stringify(told, null, 2)}\n`
}
