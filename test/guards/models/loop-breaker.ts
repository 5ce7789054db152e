import { loopBreaker } from '../../../src/guards/loop-breaker.ts'
import { loopBreakerMutants } from '../cases/loop-breaker-mutants.ts'
import type { Model, Subject } from './model.ts'

interface Made {
  what: string
  /** The agent had waited by itself since the same call. */
  polled: boolean
  end: 'news' | 'nothing' | 'error' | 'never'
  waited: number
}

const REPEATS = 3
const ROUNDS = 2
const STALE = 6
const ERRORS = 3

/** One call after the other: the first answer to a read is news, the same again is not. */
function model(): Model {
  const made: Made[] = []
  const answered = new Set<string>()
  let waited = 0
  let idleSince: number | undefined
  let tripped = false
  const isRound = (run: readonly Made[], period: number) => {
    const last = run.slice(-(period * ROUNDS + 1))
    if (last.length < period * ROUNDS + 1 || last.slice(1).some(({ polled }) => polled)) return false
    const turns = last.every(({ what }, index) => index < period || what === last[index - period]?.what)
    return turns && new Set(last.map(({ what }) => what)).size > 1
  }
  const isLoop = (one: Made) => {
    const news = made.findLastIndex(({ end }) => end === 'news')
    const run = [...made.slice(Math.max(news, 0)), one]
    const tight = run.filter(({ polled }) => !polled)
    const ran = run.filter(({ end }, index) => end !== 'never' || index === run.length - 1)
    const periods = [2, 3, 4, 5, 6, 7, 8]
    const walls = made.slice(Math.max(news, 0)).filter(({ what, polled, end }) => {
      return what === one.what && (end === 'error' || (end === 'never' && !polled))
    })
    return (
      tight.filter(({ what }) => what === one.what).length > REPEATS ||
      periods.some((period) => isRound(run, period) || isRound(ran, period)) ||
      tight.filter(({ end }) => end !== 'news').length > STALE ||
      ['error', 'never'].some((kind) => walls.filter(({ end }) => end === kind).length >= ERRORS)
    )
  }
  return {
    decide: (call, now) => {
      if (tripped) return 'halt'
      waited += idleSince === undefined ? 0 : now - idleSince
      idleSince = undefined
      const before = made.findLast(({ what }) => what === call.key)
      const one: Made = {
        what: call.key,
        polled: before !== undefined && waited - before.waited >= 250,
        end: 'nothing',
        waited,
      }
      tripped = isLoop(one)
      made.push(one)
      return tripped ? 'halt' : 'allow'
    },
    confirm: () => (tripped ? 'halt' : 'allow'),
    end: (call, how, now) => {
      idleSince = now
      const one = made.at(-1)
      if (!one) return
      const isNew = how === 'ok' && !answered.has(call.target)
      if (how === 'ok') answered.add(call.target)
      one.end = how === 'ok' ? (isNew ? 'news' : 'nothing') : how === 'error' ? 'error' : 'never'
    },
  }
}

export const loopBreakerSubject: Subject = {
  name: 'loop-breaker',
  guard: loopBreaker,
  params: { repeats: REPEATS, cycles: ROUNDS, stale: STALE, errors: ERRORS },
  calls: ['tool a', 'tool b', 'tool c'].map((target) => ({ target, access: 'read' as const })),
  ends: ['ok', 'error', 'never'],
  waits: [200, 300],
  together: false,
  model,
  told: [
    'lets one more through',
    'lets one less through',
    'sees no repeats',
    'sees no rounds',
    'sees one round more',
    'never tires',
    'tires too soon',
    'minds no errors',
    'minds one error less',
    'is never patient',
    'is always patient',
    'takes what never ran for progress',
    'counts proposals alone',
    'forgives',
    'only warns',
  ],
  mutants: loopBreakerMutants,
}
