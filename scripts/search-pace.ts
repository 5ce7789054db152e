import { readdirSync, readFileSync } from 'node:fs'
import { keyOf, type Plan } from '../src/search/plan.ts'
import type { Perform, Told } from '../src/search/told.ts'
import { inBothWays, plansFor, textOf } from './both-ways.ts'

// How many plans a search tries in a second, with one worker: `node scripts/search-pace.ts [config] [scenario] [agent] [plans]`. The same
// plans by workers that judge them themselves and, a tenth of them, as whole trials; both must tell the same.

const [config = 'bench/project/mettle.config.ts', scenario = 'purchase', agent = 'buyer', count = '4000'] =
  process.argv.slice(2)

const TICK_MS = 10

await inBothWays({ config, scenario, agent }, async ({ quick, whole }, calm) => {
  const plans = plansFor(calm, Number(count))
  // The first third compiles the code.
  const third = Math.floor(plans.length / 3)
  await paced(quick, plans.slice(0, third))
  const fast = await paced(quick, plans.slice(third))
  const few = plans.slice(third).filter((_, index) => index % 10 === 0)
  await paced(whole, few.slice(0, few.length / 3))
  const slow = await paced(whole, few.slice(few.length / 3))
  const apart = [...slow.told].filter(([key, told]) => textOf(told) !== textOf(fast.told.get(key)))
  console.log(`${scenario}, ${agent}: ${plans.length} plans, ${calm.calls.length} calls without a fault`)
  console.log(`  told by the worker  ${fast.text}`)
  console.log(`  whole trials        ${slow.text}`)
  console.log(`  told otherwise      ${apart.length} of ${slow.told.size}`)
  for (const [key, told] of apart.slice(0, 3)) console.log(key, textOf(told), textOf(fast.told.get(key)))
})

/** Side by side as a search has them. */
async function paced(perform: Perform, plans: readonly Plan[]) {
  const told = new Map<string, Told | undefined>()
  const [startedAt, before] = [performance.now(), processorMs()]
  for (let from = 0; from < plans.length; from += 16) {
    const batch = plans.slice(from, from + 16)
    const all = await Promise.all(batch.map((plan) => perform(plan, 'agent', 1)))
    for (const [place, plan] of batch.entries()) told.set(keyOf(plan), all[place])
  }
  const seconds = (performance.now() - startedAt) / 1_000
  const each = (processorMs() - before) / plans.length
  const lost = [...told.values()].filter((one) => one === undefined).length
  const text = `${Math.round(plans.length / seconds)} plans/s, ${Math.round(1_000 / each)} for each second of a processor`
  return { told, text: lost > 0 ? `${text}, ${lost} not told` : text }
}

/** What this process and all that it started had of processors, in ms: on a busy machine the clock says less. */
function processorMs(): number {
  const stats = readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) ? statOf(pid) : []))
  const own = new Set([process.pid])
  // Children have later numbers, as long as those do not wrap around.
  for (const { pid, parent } of stats.sort((one, other) => one.pid - other.pid)) if (own.has(parent)) own.add(pid)
  return stats.filter(({ pid }) => own.has(pid)).reduce((sum, { ticks }) => sum + ticks * TICK_MS, 0)
}

/** With what its own children had that are gone. */
function statOf(pid: string): { pid: number; parent: number; ticks: number }[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0)
    return [{ pid: Number(pid), parent: fields[1] ?? 0, ticks }]
  } catch {
    return []
  }
}
