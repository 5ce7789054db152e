import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { examineRun } from '../../src/commands/doctor/run.ts'
import { PrerequisiteError } from '../../src/kernel/errors.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import type { Files } from '../../src/store/files.ts'
import { LEDGER_FILE } from '../../src/store/ledger.ts'
import { openPaidLog } from '../../src/store/paid-log.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { FaultyFiles, Killed, type Operation, type Wrong } from './faulty-files.ts'
import { goOn, type Outside, PAID, RESERVED, recordsOf } from './stored-session.ts'

/** With METTLE_PROVE=1 each operation goes wrong in each way, a write at each of its bytes; else some of them. */
const PROVE = process.env.METTLE_PROVE === '1'
const SOME = 60
const RECORDS = recordsOf(5)

/** One operation goes wrong in one way, and this is what is left: all, or what a loss of power leaves of it. */
interface Case {
  at: number
  wrong: Wrong
  /** The share of what nobody waited for that is there all the same. 'all': the process ends, and the machine does not. */
  left: 'all' | number
}

const LEFT: Case['left'][] = ['all', 0, 0.5]

function casesOf(operations: readonly Operation[]): Case[] {
  return operations.flatMap(({ name, bytes }, at) => {
    const whole: Wrong[] = [{ how: 'killed', when: 'before' }, { how: 'killed', when: 'after' }, { how: 'fails' }]
    const partly = Array.from({ length: name === 'write' ? bytes : 0 }, (_, cut): Wrong[] => [
      { how: 'torn', bytes: cut },
      { how: 'short', bytes: cut },
      { how: 'full', bytes: cut },
    ])
    return [
      ...whole.flatMap((wrong) => LEFT.map((left) => ({ at, wrong, left }))),
      // What is written partly is what a loss of power may leave anyway: there, some lengths are enough.
      ...partly.flatMap((wrongs, cut) =>
        wrongs.flatMap((wrong) =>
          LEFT.filter((left) => left === 'all' || cut % 97 === 0).map((left) => ({ at, wrong, left })),
        ),
      ),
    ]
  })
}

/** Whoever writes badly, for the proof of the proof. */
type Spoil = (files: Files) => Files

/** Runs, goes wrong, goes wrong once more while it goes on if it is so asked, goes on to its end. @throws where anything that was told is lost. */
async function live(folder: string, first: Case, second: Case | undefined, spoil: Spoil): Promise<void> {
  const outside: Outside = { told: new Set(), sent: 0 }
  let files: FaultyFiles | undefined
  for (const one of [first, ...(second ? [second] : []), undefined]) {
    files = new FaultyFiles(one?.at, one?.wrong, files)
    try {
      await goOn(folder, spoil(files), RECORDS, outside)
    } catch (thrown) {
      mustBeOurs(thrown, one)
    }
    files.end()
    if (one && one.left !== 'all') files.losePower(one.left)
    // What is told stands there, whoever reads it, at any moment.
    if (outside.told.size > 0) mustHold(folder, outside)
  }
  mustBeWhole(folder, outside)
}

/** A process that is gone, or a disk that fails, is told as such; nothing else may go wrong. */
function mustBeOurs(thrown: unknown, one: Case | undefined): void {
  if (!one) throw thrown
  const parts = [thrown, ...(thrown instanceof SuppressedError ? [thrown.error, thrown.suppressed] : [])]
  const code = (part: unknown) =>
    (part as { code?: unknown }).code ?? ((part as Error).cause as { code?: unknown })?.code
  for (const part of parts) {
    if (part instanceof Killed || (part instanceof Error && part.cause instanceof Killed)) continue
    if (part instanceof PrerequisiteError && !/^Failed to write .*What had finished is kept\.$/.test(part.message))
      throw part
    if (!(part instanceof SuppressedError) && !['ENOSPC', 'EIO'].includes(String(code(part)))) throw part
  }
}

function mustHold(folder: string, { told }: Outside): void {
  const run = openRun(folder)
  for (const record of RECORDS) if (told.has(record.id)) expect(run.record(record.id)).toEqual(record)
  for (const row of run.rows) expect(RECORDS).toContainEqual(run.record(row.id))
}

function mustBeWhole(folder: string, { told, sent }: Outside): void {
  expect([...openRun(folder).records()]).toEqual(RECORDS)
  expect(told.size).toBeLessThanOrEqual(RECORDS.length)
  const lines = readFileSync(join(folder, LEDGER_FILE), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as TrialRecord).id).sort()).toEqual(RECORDS.map(({ id }) => id).sort())
  for (const { name, status, found } of examineRun(folder)) {
    if (['plan', 'ledger'].includes(name)) expect({ status, found }).toMatchObject({ status: 'ok' })
  }
  using paid = openPaidLog(folder)
  expect(paid.before).toBeGreaterThanOrEqual(sent * PAID)
  expect(paid.before).toBeLessThanOrEqual(Math.max(sent, RECORDS.length + 2) * RESERVED)
}

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-faults-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function operationsOf(): Promise<Operation[]> {
  const files = new FaultyFiles()
  await goOn(folderOfTest(), files, RECORDS, { told: new Set(), sent: 0 })
  return files.done
}

/** Each case, and in half of them another one that befalls whoever goes on. Returns what failed. */
async function tryAll(
  cases: readonly Case[],
  spoil: Spoil,
  seed: number,
  most = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const random = createRandom(seed)
  const failed: string[] = []
  const others = drawn(cases, cases.length, seed + 1)
  for (const [index, first] of cases.entries()) {
    const second = random.next() < 0.5 ? others[index] : undefined
    const folder = mkdtempSync(join(tmpdir(), 'mettle-fault-'))
    try {
      await live(folder, first, second, spoil)
    } catch (thrown) {
      failed.push(`${JSON.stringify([first, second])}: ${(thrown as Error).stack}`)
      if (failed.length >= most) break
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return failed
}

/** Operations and ways are drawn first: a long line has more places where it can be cut than all else together. */
function drawn(all: readonly Case[], count: number, seed: number): Case[] {
  const random = createRandom(seed)
  const one = <T>(items: readonly T[]) => items[random.int(items.length)] as T
  const ways = [...Map.groupBy(all, ({ at }) => at).values()].map((own) => [
    ...Map.groupBy(own, ({ wrong }) => wrong.how).values(),
  ])
  return Array.from({ length: count }, () => one(one(one(ways))))
}

const SEED = 1
const honest: Spoil = (files) => files

test(`nothing that was told is lost or there twice, wherever its process, its machine or its disk fails `, async () => {
  const all = casesOf(await operationsOf())
  const cases = PROVE ? all : drawn(all, SOME, SEED)
  expect((await tryAll(cases, honest, SEED)).slice(0, 3)).toEqual([])
  if (PROVE) console.log(`${cases.length} cases at ${(await operationsOf()).length} operations`)
}, 3_600_000)

test.each<[string, Spoil]>([
  [
    'does not cut off half a line',
    (files) => ({
      ...methods(files),
      rename: (from, to) => (to.endsWith(LEDGER_FILE) ? undefined : files.rename(from, to)),
    }),
  ],
  ['waits for no disk', (files) => ({ ...methods(files), synced: async () => {} })],
  ['writes a plan and waits for no disk', (files) => ({ ...methods(files), sync: () => {} })],
  ['waits for no folder', (files) => ({ ...methods(files), syncFolder: () => {} })],
  [
    'takes a write for whole',
    (files) => ({
      ...methods(files),
      write: (file, bytes, from) => Math.max(bytes.length - from, files.write(file, bytes, from)),
    }),
  ],
  [
    'goes on behind a wait that failed',
    (files) => ({ ...methods(files), synced: (file) => files.synced(file).catch(unlessKilled) }),
  ],
])('a writer that %s loses what was told', async (_, spoil) => {
  const all = casesOf(await operationsOf())
  expect(await tryAll(drawn(all, 2_000, 7), spoil, 7, 1)).toHaveLength(1)
})

function unlessKilled(thrown: unknown): void {
  if (thrown instanceof Killed) throw thrown
}

/** Its members are its own: they are copied with it. */
function methods(files: Files): Files {
  const { open, write, sync, synced, hasName, close, rename, syncFolder } = files
  return { open, write, sync, synced, hasName, close, rename, syncFolder }
}
