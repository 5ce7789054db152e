// What the seam adds to a statement over a bare driver on the same server, and how many trials with a database a second.
import { join } from 'node:path'
import { startCli } from '../cli.ts'
import { freshFolder } from '../folders.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { openContestants, type Send } from '../statements.ts'
import { msPerTrial } from '../trial-pace.ts'

const STATEMENTS = 400
const SELECT = 'SELECT total FROM orders WHERE id = $1'
const UPDATE = 'UPDATE orders SET total = total + 1 WHERE id = $1'
/** What a statement may take across the seam, as a multiple of what it takes by the bare driver. */
const MOST_TIMES = 2.5
/** What a statement of a driver in another process may take, as a multiple of what it takes through a hop that only relays. */
const MOST_OF_A_HOP = { read: 1.15, write: 1.3, inspected: 1.6 }
/** The same of a whole trial, beside its statements by the bare driver and the reset of what they changed. */
const MOST_OF_A_TRIAL = 2.5
const TRIALS = 150
const TARGET_TRIALS = 400
const [FEW, MANY, WORKERS] = [200, 1_200, 2]

finish([...(await statements()), ...(await drivers()), await oneTrial(), await trials()])

async function statements(): Promise<Row[]> {
  await using contestants = await openContestants()
  const { bare, seam, inspected } = contestants
  const reads = await interleave({ bare: pace(bare, SELECT), seam: pace(seam, SELECT) })
  const writes = await interleave({
    bare: pace(bare, UPDATE),
    seam: pace(seam, UPDATE),
    inspected: pace(inspected, UPDATE),
  })
  return [
    row('SELECT of one row', reads.bare, reads.seam),
    row('UPDATE of one row', writes.bare, writes.seam),
    row('UPDATE of one row, a guard looks at it', writes.bare, writes.inspected),
  ]
}

async function drivers(): Promise<Row[]> {
  await using contestants = await openContestants()
  const { hop, wire, wireInspected } = contestants
  const reads = await interleave({ hop: pace(hop, SELECT), wire: pace(wire, SELECT) })
  const writes = await interleave({
    hop: pace(hop, UPDATE),
    wire: pace(wire, UPDATE),
    inspected: pace(wireInspected, UPDATE),
  })
  return [
    overHop('SELECT of one row', reads.hop, reads.wire, MOST_OF_A_HOP.read),
    overHop('UPDATE of one row', writes.hop, writes.wire, MOST_OF_A_HOP.write),
    overHop('UPDATE of one row, a guard looks at it', writes.hop, writes.inspected, MOST_OF_A_HOP.inspected),
  ]
}

function overHop(what: string, hop: number[], wire: number[], most: number): Row {
  const ratios = wire.map((figure, round) => figure / (hop[round] ?? Number.NaN))
  return {
    what: `sql by a driver, ${what}`,
    figure: `${median(ratios).toFixed(2)} x a hop`,
    spread: spread(ratios, 2),
    beside: `${median(wire).toFixed(0)} us by the server for drivers, ${median(hop).toFixed(0)} us by a bare relay in Node`,
    target: `<= ${most} x`,
    met: median(ratios) <= most,
    workers: '1 statement at a time, 1 connection',
  }
}

/** Microseconds per statement, one at a time. */
function pace(send: Send, text: string): () => Promise<number> {
  return async () => {
    const start = performance.now()
    for (let at = 0; at < STATEMENTS; at++) await send(text, [1 + (at % 1_000)])
    return ((performance.now() - start) * 1_000) / STATEMENTS
  }
}

function row(what: string, bare: number[], seam: number[]): Row {
  const added = seam.map((figure, round) => figure - (bare[round] ?? Number.NaN))
  const ratios = seam.map((figure, round) => figure / (bare[round] ?? Number.NaN))
  const ratio = median(ratios)
  return {
    what: `sql, ${what}`,
    figure: `${ratio.toFixed(2)} x bare`,
    spread: spread(ratios, 2),
    beside: `${median(seam).toFixed(0)} us with the seam, ${median(bare).toFixed(0)} us bare pg: ${median(added).toFixed(0)} us more`,
    target: `<= ${MOST_TIMES} x`,
    met: ratio <= MOST_TIMES,
    workers: '1 statement at a time, 1 connection',
  }
}

async function oneTrial(): Promise<Row> {
  await using contestants = await openContestants()
  const { bare, putBack } = contestants
  const floor = async () => {
    const start = performance.now()
    for (let trial = 0; trial < TRIALS; trial++) {
      await bare(SELECT, [1])
      for (let id = 1; id <= 4; id++) await bare(UPDATE, [id])
      await putBack()
    }
    return (performance.now() - start) / TRIALS
  }
  const figures = await interleave({
    floor,
    trial: () => msPerTrial({ scenario: 'statements', agent: 'clerk', trials: TRIALS }),
  })
  const ratios = figures.trial.map((ms, round) => ms / (figures.floor[round] ?? Number.NaN))
  return {
    what: 'sql, a trial of 5 statements, put back',
    figure: `${median(ratios).toFixed(2)} x its floor`,
    spread: spread(ratios, 2),
    beside: `${median(figures.trial).toFixed(2)} ms, floor ${median(figures.floor).toFixed(2)} ms (bare pg and the reset alone)`,
    target: `<= ${MOST_OF_A_TRIAL} x`,
    met: median(ratios) <= MOST_OF_A_TRIAL,
    workers: '1 worker and the parent',
  }
}

async function trials(): Promise<Row> {
  const rates: number[] = []
  for (let round = 0; round < 3; round++) rates.push((MANY - FEW) / ((await seconds(MANY)) - (await seconds(FEW))))
  return {
    what: 'sql, trials of 5 statements, each put back',
    figure: `${median(rates).toFixed(0)} trials/s`,
    spread: spread(rates),
    beside: `${FEW} trials against ${MANY}, 4 changed rows in each`,
    target: `>= ${TARGET_TRIALS} trials/s`,
    met: median(rates) >= TARGET_TRIALS,
    workers: `${WORKERS} workers and lanes`,
  }
}

async function seconds(count: number): Promise<number> {
  const start = performance.now()
  const flags = ['--agent', 'clerk', '--trials', String(count), '--workers', String(WORKERS), '--reporter', 'json']
  await startCli(['run', 'statements', ...flags, '--out', join(freshFolder(), 'run')]).ended
  return (performance.now() - start) / 1_000
}
