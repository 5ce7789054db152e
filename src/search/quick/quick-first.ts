import { STEADY } from '../proof.ts'
import { causeKey, type Perform, type Told } from '../told.ts'

interface Ways {
  whole: Perform
  quick: Perform
}

/** So many of the first plans are run as whole trials as well, and then one of so many: a worker's word is worth what they show. */
const TRIED = { first: 3, oneIn: 128 }

/**
 * Has plans told quickly where that can be done. What shows nothing is run as a whole trial, and so are samples: once a trial
 * comes to something else than was told of it, nothing more is told quickly. @param isMisled That has come about before.
 */
export function quickFirst({ whole, quick }: Ways, isMisled = false): Perform {
  let told = 0
  let isTrusted = !isMisled
  const check = (seen: Told, trial: Told | undefined): Told | undefined => {
    if (!trial || trial.verdict === 'error' || isSame(seen, trial)) return trial
    isTrusted = false
    return { ...trial, verdict: 'error', misled: true, causes: [], reason: apart(seen, trial) }
  }
  return async (plan, who, repeat, seen) => {
    if (seen) return check(seen, await whole(plan, who, repeat))
    // What all else is held against.
    const isCalm = plan.length === 0 && who === 'agent' && repeat <= STEADY
    if (isCalm || !isTrusted) return whole(plan, who, repeat)
    const found = await quick(plan, who, repeat)
    if (!found || found.verdict === 'error' || !isTrusted) return whole(plan, who, repeat)
    const isTried = ++told <= TRIED.first || told % TRIED.oneIn === 0
    return isTried ? check(found, await whole(plan, who, repeat)) : found
  }
}

/** Of what no seed holds nothing is expected to come the same way twice. */
function isSame(seen: Told, trial: Told): boolean {
  if (seen.unrepeatable && trial.unrepeatable) return true
  return textOf(seen) === textOf(trial)
}

function textOf({ verdict, causes, delivered, calls }: Told): string {
  return JSON.stringify([verdict, causes.map(causeKey), delivered, calls])
}

function apart(seen: Told, trial: Told): string {
  return `Failed to believe a worker that judged its own trials: of ${trial.id} it told "${seen.verdict}", and the whole trial came to "${trial.verdict}". From there on each plan was a whole trial; search again with --whole-trials.`
}
