// What it costs to put a lane's database back after five writes: by the journal, by a clone, and by filling the tables anew.
import { aServer } from '../../test/world/databases/a-server.ts'
import { fiveWrites, type LaneProject, openLaneProject, reseed } from '../lane-project.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'

const LIMIT_MS = 0.6
/** What a whole release may take, as a multiple of the reset alone. */
const MOST_TIMES = 1.6
/** Trials in a round: many of what is quick. */
const [QUICK, SLOW] = [60, 3]

const rows: Row[] = []
await using server = await aServer()
for (const size of [1_000, 100_000]) {
  const project = await openLaneProject(server, size)
  rows.push(...(await measure(project, size)))
  await project[Symbol.asyncDispose]()
}
await server[Symbol.asyncDispose]()
finish(rows)

async function measure({ journal, clones, admin, agent, role }: LaneProject, size: number): Promise<Row[]> {
  const ask = (sql: string, values: unknown[] = []) => admin.query({ name: sql, text: sql, values })
  const release = async () => {
    const { reset, why, problems } = await journal.release({ sessions: 'kept' })
    if (reset !== 'journal' || problems.length > 0) throw new Error(`Failed to measure: ${why ?? problems}`)
  }
  const wrote = (turn: number) => fiveWrites(agent, turn)
  const figures = await interleave({
    trip: () => medianOf(QUICK, () => ask('SELECT 1')),
    sessions: () => medianOf(QUICK, () => ask('SELECT mettle.end_sessions($1, true)', [role])),
    schema: () => medianOf(QUICK, () => ask('SELECT mettle.untold($1)', [role])),
    reset: () => medianOf(QUICK, () => ask('SELECT * FROM mettle.put_back()'), wrote),
    release: () => medianOf(QUICK, release, wrote),
    clone: () => medianOf(SLOW, () => clones.release({ sessions: 'ended' })),
    reseed: () => medianOf(SLOW, () => reseed(admin)),
  })
  const what = `5 writes at ${size.toLocaleString('en')} rows a table`
  const ratios = figures.release.map((took, round) => took / (figures.reset[round] ?? Number.NaN))
  const ms = (name: keyof typeof figures) => `${median(figures[name]).toFixed(2)} ms`
  return [
    {
      what: `database reset alone, ${what}`,
      figure: ms('reset'),
      spread: spread(figures.reset, 2),
      beside: `a round trip ${ms('trip')}; a clone ${ms('clone')}; TRUNCATE and filling again ${ms('reseed')}`,
      target: `<= ${LIMIT_MS} ms`,
      met: median(figures.reset) <= LIMIT_MS,
      workers: '1 lane',
    },
    {
      what: `database lane, from its release to its lease, ${what}`,
      figure: `${median(ratios).toFixed(2)} x the reset`,
      spread: spread(ratios, 2),
      beside: `${ms('release')}; in it: sessions ${ms('sessions')}, schema ${ms('schema')}, reset ${ms('reset')}, each with a round trip`,
      target: `<= ${MOST_TIMES} x`,
      met: median(ratios) <= MOST_TIMES,
      workers: '1 lane, session kept',
    },
  ]
}

/** The median of so many turns, ms; what goes before each is not counted. */
async function medianOf(
  turns: number,
  run: () => Promise<unknown>,
  before?: (turn: number) => Promise<unknown>,
): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    await before?.(turn)
    const started = performance.now()
    await run()
    times.push(performance.now() - started)
  }
  return median(times)
}
