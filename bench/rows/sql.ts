// What the seam adds to a statement over a bare driver on the same server, and how many trials with a database a second.
import { join } from 'node:path'
import { startCli } from '../cli.ts'
import { freshFolder } from '../folders.ts'
import { processorUs } from '../proc.ts'
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
  const reads = await interleave({ bare: await pace(bare, SELECT), seam: await pace(seam, SELECT) })
  const writes = await interleave({
    bare: await pace(bare, UPDATE),
    seam: await pace(seam, UPDATE),
    inspected: await pace(inspected, UPDATE),
  })
  const overBare = (what: string, bare: Cost[], seam: Cost[]) =>
    compare({ what: `sql, ${what}`, most: MOST_TIMES, floor: bare, ours: seam, names: ['bare pg', 'with the seam'] })
  return [
    ...overBare('SELECT of one row', reads.bare, reads.seam),
    ...overBare('UPDATE of one row', writes.bare, writes.seam),
    ...overBare('UPDATE of one row, a guard looks at it', writes.bare, writes.inspected),
  ]
}

async function drivers(): Promise<Row[]> {
  await using contestants = await openContestants()
  const { hop, wire, wireInspected } = contestants
  const reads = await interleave({ hop: await pace(hop, SELECT), wire: await pace(wire, SELECT) })
  const writes = await interleave({
    hop: await pace(hop, UPDATE),
    wire: await pace(wire, UPDATE),
    inspected: await pace(wireInspected, UPDATE),
  })
  const overHop = (what: string, most: number, hop: Cost[], wire: Cost[]) =>
    compare({
      what: `sql by a driver, ${what}`,
      most,
      floor: hop,
      ours: wire,
      names: ['a bare relay in Node', 'the server for drivers'],
    })
  return [
    ...overHop('SELECT of one row', MOST_OF_A_HOP.read, reads.hop, reads.wire),
    ...overHop('UPDATE of one row', MOST_OF_A_HOP.write, writes.hop, writes.wire),
    ...overHop('UPDATE of one row, a guard looks at it', MOST_OF_A_HOP.inspected, writes.hop, writes.inspected),
  ]
}

/** Microseconds per statement. */
interface Cost {
  wall: number
  /** What this process and the session's process at the server had of the processors: others on the machine do not stretch it. */
  processor: number
}

/** What statements cost, one at a time. */
async function pace(send: Send, text: string): Promise<() => Promise<Cost>> {
  const [session] = (await send('SELECT pg_backend_pid() AS pid', [])).rows as { pid: number }[]
  const used = () => {
    const { user, system } = process.cpuUsage()
    return user + system + processorUs(session?.pid ?? 0)
  }
  return async () => {
    const [start, before] = [performance.now(), used()]
    for (let at = 0; at < STATEMENTS; at++) await send(text, [1 + (at % 1_000)])
    const wall = (performance.now() - start) * 1_000
    return { wall: wall / STATEMENTS, processor: (used() - before) / STATEMENTS }
  }
}

interface Comparison {
  what: string
  most: number
  floor: Cost[]
  ours: Cost[]
  /** How the two are called. */
  names: [floor: string, ours: string]
}

/** A line for the time that passes, and one for the processors' time, which is the same whatever else goes on. */
function compare({ what, most, floor, ours, names }: Comparison): Row[] {
  return (['wall', 'processor'] as const).map((clock) => {
    const [low, high] = [floor, ours].map((costs) => costs.map((cost) => cost[clock])) as [number[], number[]]
    const ratios = high.map((figure, round) => figure / (low[round] ?? Number.NaN))
    return {
      what: `${what}, ${clock === 'wall' ? 'wall' : 'processor time'}`,
      figure: `${median(ratios).toFixed(2)} x`,
      spread: spread(ratios, 2),
      beside: `${median(high).toFixed(0)} us ${names[1]}, ${median(low).toFixed(0)} us ${names[0]}`,
      target: `<= ${most} x`,
      met: median(ratios) <= most,
      workers: '1 statement at a time, 1 connection',
    }
  })
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
