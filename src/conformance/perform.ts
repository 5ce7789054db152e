import { statSync } from 'node:fs'
import { withDeadline } from '../kernel/cleanup.ts'
import { systemClock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import { type Case, NotApplicable } from './cases/define.ts'
import type { Attempt } from './judge.ts'
import { newDatabase } from './postgres.ts'
import type { Told } from './protocol.ts'
import { fileOf, type Place, Stage, type Work } from './stage.ts'
import type { DatabaseLogin, Means } from './target.ts'

/** A run that has come to no end by then waits: so many milliseconds, and so many times what a plain one took just before. */
const LIMIT_MS = 15_000
const LIMIT_RUNS = 12

interface Performing extends Work {
  tell(told: Told): Promise<void>
}

interface Timed extends Performing {
  limitMs: number
}

/** To load a framework takes seconds, and is no part of a case. */
const WARM_MS = 60_000
/** What an attempt started may still be under way when it ends. */
const SETTLE_MS = 40
const NOTE_LENGTH = 200

const clock = systemClock()

/** One case after the other, each as often as asked, and in each of its ways. */
export async function performAll(list: readonly Case[], work: Performing): Promise<void> {
  await plainRun(work)
  const limitMs = LIMIT_MS + LIMIT_RUNS * (await plainRun(work))
  for (const one of list) {
    for (let repeat = 0; repeat < work.order.repeats; repeat++) {
      for (let way = 0; way < (one.ways ?? 1); way++) {
        const told = await perform(one, { ...work, limitMs }, { case: one.name, repeat, way })
        if (told.over) break
      }
    }
  }
}

/**
 * A run until it asks or ends, which takes so many milliseconds. The first one loads what the target needs. Whatever goes wrong here
 * goes wrong in the first case as well, and is told there.
 */
async function plainRun({ target, model, order }: Work): Promise<number> {
  await using database = await databaseOn(order.postgres)
  const isAsked = target.kinds.includes('ask')
  const tools = { pay: async () => 'done', refund: async () => 'done' }
  const means: Means = {
    url: model.url('one'),
    tools,
    ...(isAsked ? {} : { verdict: () => target.words.decide?.no }),
    ...database?.means,
  }
  const startedAt = clock.now()
  const play = async () => {
    const session = await target.open(means)
    await session.start()
    await session.close?.()
  }
  await withDeadline(play, WARM_MS).catch(() => {})
  return clock.now() - startedAt
}

/** A database on a server, where there is one. */
async function databaseOn(
  server: DatabaseLogin | undefined,
): Promise<(AsyncDisposable & { means: Pick<Means, 'postgres'> }) | undefined> {
  if (!server) return undefined
  const database = await newDatabase(server)
  return { means: { postgres: database.login }, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

/** Tells how it ended before what it opened is closed. */
async function perform(one: Case, work: Timed, place: Place): Promise<Told> {
  await using database = await databaseOn(work.order.postgres)
  const stage = new Stage(one, work, place, database?.means)
  const attempt = await attemptOn(stage, work.limitMs + (one.startsProcess ? WARM_MS : 0))
  await clock.sleep(SETTLE_MS)
  const file = fileOf(work, place)
  const over = attempt.notApplicable !== undefined || place.way + 1 >= (one.ways ?? 1)
  const told = { ...place, ...attempt, over, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 }
  await work.tell(told)
  await stage.close()
  return told
}

async function attemptOn(stage: Stage, limitMs: number): Promise<Attempt & { note?: string }> {
  try {
    return await withDeadline(() => Promise.race([stage.play(), stage.outOfPatience]), limitMs)
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return { notApplicable: thrown.message }
    return stage.isOver ? { note: noteOf(thrown) } : { hung: true }
  }
}

function noteOf(thrown: unknown): string {
  const [line = ''] = messageOf(thrown).split('\n')
  const name = thrown instanceof Error ? `${thrown.name}: ` : ''
  return `${name}${line}`.slice(0, NOTE_LENGTH)
}
