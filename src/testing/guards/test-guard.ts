import { UsageError } from '../../kernel/errors.ts'
import type { Action, GuardAdapter } from './deps.ts'
import { drawHistories } from './draw.ts'
import { isSame, type Step } from './history.ts'
import type { Law } from './law.ts'
import { type Orders, searchOrders } from './orders.ts'
import { guardPage } from './page.ts'
import { play } from './play.ts'
import { regressionTest } from './regression.ts'
import { type Failure, first, type Reach, type SearchOptions, searchBySize, type Trial } from './search.ts'
import { PATIENCE_MS, type Seen } from './stage.ts'
import { STARTS_AT } from './starts-at.ts'
import { historyTable } from './table.ts'
import { checkedOptions, mustBeSound } from './usage.ts'

export interface TestGuardOptions extends SearchOptions {
  /** The module that exports the `adapter`, for regression tests. Default: './guard-under-test.ts'. */
  from?: string
  /** A file into which an HTML page with the histories is written, whatever came of it: 'reports/guards/budget.html'. Default: none. */
  report?: string
}

/** What was tried of one law. */
export interface Tried extends Reach, Orders {
  law: string
  random: number
}

export interface GuardReport<A extends Action = Action> {
  /** Each way in which a law was broken, by its shortest history. */
  failures: Failure<A>[]
  tried: Tried[]
  /** For people: the table of each failure, and a regression test for the first. */
  text: string
}

/** A guard that broke a law. */
export class GuardBroken extends Error {
  readonly report: GuardReport
  constructor(report: GuardReport) {
    const { length } = report.failures
    super(`The guard breaks its law in ${length} ${length === 1 ? 'way' : 'ways'}.\n\n${report.text}`)
    this.name = 'GuardBroken'
    this.report = report
  }
}

/**
 * Puts a guard of yours to its laws: all histories by size, then drawn ones. It is judged by its effects, never by what it says.
 * @throws {GuardBroken} with the shortest history of each failure as a table, and a test that replays the first.
 * @throws {Error} the guard waits for something that the engine does not own, does not start, or lets nothing through at all.
 * @throws {UsageError} a law or an option is none.
 */
export async function testGuard<A extends Action>(
  adapter: GuardAdapter<A>,
  laws: Law<A> | readonly Law<A>[],
  options: TestGuardOptions = {},
): Promise<GuardReport<A>> {
  const report = await searchGuard(adapter, laws, options)
  if (report.failures.length > 0) throw new GuardBroken(report as unknown as GuardReport)
  return report
}

/** As `testGuard`, and a guard that is broken is a report like any other. */
export async function searchGuard<A extends Action>(
  adapter: GuardAdapter<A>,
  laws: Law<A> | readonly Law<A>[],
  { from, report, ...given }: TestGuardOptions = {},
): Promise<GuardReport<A>> {
  const failures: Failure<A>[] = []
  const tried: Tried[] = []
  const options = checkedOptions(given)
  const list = [laws].flat() as Law<A>[]
  mustBeSound(adapter, list)
  for (const law of list) {
    const seen: Seen = { deeds: 0, late: false }
    const trial: Trial<A> = { adapter, law, options, failures, seen }
    const reach = await searchBySize(trial)
    const orders = await searchOrders(trial)
    tried.push({ law: law.name, ...reach, ...orders, random: await drawHistories(trial) })
    await mustHaveWorked(trial)
  }
  failures.sort((one, other) => rank(one) - rank(other))
  if (report !== undefined) {
    const { writeSafeguards } = await import('../../reports/html/safeguards.ts')
    await writeSafeguards(guardPage(failures, tried.map(triedText), from), report)
  }
  return { failures, tried, text: textOf(failures, tried, from) }
}

/** A pass of a guard that did nothing, or did something when nobody looked any more, would be none. */
async function mustHaveWorked<A extends Action>({ law, failures, seen }: Trial<A>): Promise<void> {
  // What is under way behind the back of the last history.
  await new Promise((done) => setTimeout(done, PATIENCE_MS))
  if (seen.late) throw new Error(`Failed to test the guard: ${LATE}`)
  if (seen.deeds > 0 || failures.some((one) => one.law === law)) return
  throw new Error(
    `Failed to test the guard: nothing was exercised: of all that law "${law.name}" tries, it let nothing through. Wire its effect, or give the law an action that it must let through.`,
  )
}

const LATE =
  'it asks for something when all its actions are over: a timer of its own, or work that it does not wait for. Have it use the clock that start() is given, and await what it starts.'

/**
 * Plays a history of a regression test again. Steps that cannot be done any more are left out, and what is left to do is done
 * at the end.
 * @throws {Error} the law is broken, with the table.
 * @throws {UsageError} no action begins.
 */
export async function replayGuard<A extends Action>(
  adapter: GuardAdapter<A>,
  law: Law<A>,
  steps: readonly Step<A>[],
  { startsAt = STARTS_AT }: Pick<SearchOptions, 'startsAt'> = {},
): Promise<void> {
  mustBeSound(adapter, [law])
  const left = [...steps]
  const actions = steps.flatMap((step) => ('begin' in step ? [step.action] : []))
  if (actions.length === 0) throw new UsageError('Failed to replay the history: no action begins in it.')
  const choose = (choices: readonly Step<A>[]): Step<A> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const wanted = next
      if ('wait' in wanted) return wanted
      const found = choices.find((choice) => isSame(choice as Step, wanted as Step))
      if (found) return found
    }
    return first(choices)
  }
  const lostAnswers = steps.some((step) => 'lost' in step)
  const played = await play({ adapter, law, actions, choose, startsAt, lostAnswers, withRows: true })
  if (played.broken === undefined) return
  throw new Error(historyTable({ law, needs: [], broken: played.broken, played, startsAt }))
}

/** What ordinary actions bring about first, then by length. */
function rank<A extends Action>({ law, played: { steps } }: Failure<A>): number {
  const isOdd = steps.some((step) => 'begin' in step && law.oddities(step.action).length > 0)
  return steps.length + (isOdd ? 10_000 : 0)
}

function textOf<A extends Action>(failures: readonly Failure<A>[], tried: readonly Tried[], from?: string): string {
  const [shortest] = failures
  const test = shortest ? ['A test that replays the first:', regressionTest(shortest, from)] : []
  return [...tried.map(triedText), ...failures.map(historyTable), ...test].join('\n\n')
}

function triedText({ law, histories, size, whole, orders, allOrders, random }: Tried): string {
  const reach = whole ? 'all that are new' : `all of up to ${size} actions and disturbances, some of ${size + 1}`
  const pairs = `${orders} orders of two actions${allOrders ? ' (all that are new)' : ''}`
  return `${law}: ${histories} histories by size (${reach}), ${pairs}, ${random} drawn`
}
