import { rmSync } from 'node:fs'
import { makeTemporary } from '../kernel/temporary.ts'
import { openTurns, type Turns } from '../runs/turns.ts'
import type { Case } from './cases/define.ts'
import { casesFor } from './cases/index.ts'
import type { Cell, TargetResult } from './cell.ts'
import { cellOf } from './cell-of.ts'
import { gated } from './gated.ts'
import type { Known } from './known.ts'
import { versionsOf } from './packages.ts'
import { openServer } from './postgres.ts'
import { type Found, runShard } from './shard.ts'
import type { DatabaseLogin } from './target.ts'

export interface RunOptions {
  repeats: number
  /** Processes at once, for all targets together. */
  workers: number
  /** Hears of each case that is done. */
  progress?(target: string, done: number, of: number): void
}

/** So many processes share the cases of a target: most of a case's time is waiting. */
const SHARDS = 4
const CASES_EACH = 5

/** Puts to each target all cases of its kinds. */
export async function runTargets(list: readonly Known[], options: RunOptions): Promise<TargetResult[]> {
  const turns = openTurns(options.workers)
  await using server = list.some(({ target }) => target.needsPostgres) ? await openServer() : undefined
  return await Promise.all(list.map((known) => runTarget(known, { ...options, postgres: server?.login }, turns)))
}

interface Running extends RunOptions {
  postgres: DatabaseLogin | undefined
}

async function runTarget(known: Known, { repeats, progress, postgres }: Running, turns: Turns): Promise<TargetResult> {
  const { name, mechanism, holds, control, guide, settingOf, only } = known.target
  const wanted = casesFor(known.target)
  let done = 0
  const oneDone = () => progress?.(name, ++done, wanted.length)
  const found = await Promise.all(
    shardsOf(wanted).map(async (shard) => {
      await using _turn = await turns.take()
      return await inFolder((folder) => runShard(known, shard, { repeats, folder, postgres, oneDone }))
    }),
  )
  return {
    ...{ name, mechanism, holds },
    ...(control && { control }),
    ...(guide && { guide }),
    ...(settingOf && { settingOf }),
    ...(only && { only }),
    versions: versionsOf(known),
    repeats,
    cells: gated(cellsOf(wanted, found.flat())),
  }
}

function cellsOf(wanted: readonly Case[], found: readonly Found[]): Cell[] {
  const byCase = Map.groupBy(found, (one) => one.case)
  return wanted.map((one) => cellOf(one, byCase.get(one.name) ?? []))
}

/** Dealt out one by one: those that wait stand together. A few cases are done before many processes have loaded. */
function shardsOf(wanted: readonly Case[]): Case[][] {
  const processes = Math.min(SHARDS, Math.ceil(wanted.length / CASES_EACH))
  const shards = Array.from({ length: processes }, (): Case[] => [])
  for (const [index, one] of wanted.entries()) shards[index % shards.length]?.push(one)
  return shards
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporary('mettle-conformance-')
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
