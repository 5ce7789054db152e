/** One call as a step of an agent that may be going in circles. */
export interface Step {
  id: string
  /** Its place in the order of proposal, from 1. */
  place: number
  key: string
  target: string
  /** The agent had waited by itself since its last call of the same key: it looks again, it does not spin. */
  patient: boolean
  /** Something that never ran was proposed just before it. A reading that leaves such calls out says so here. */
  afterGap?: boolean
  /**
   * 'open': not known yet. 'never-ran': refused, or lost before the world. 'nothing': it changed nothing and told nothing
   * new. 'news': it did either. 'again': it only repeated changes that were made before.
   */
  outcome: 'open' | 'never-ran' | 'nothing' | 'news' | 'again'
  /** Which error it met; the same text for the same error. */
  error?: string
}

/** The steps between two pieces of news, the one that begins them included. `at` is the index of one of them. */
export function runAround(steps: readonly Step[], at: number): Step[] {
  const before = steps.findLastIndex(({ outcome }, index) => index <= at && outcome === 'news')
  const after = steps.findIndex(({ outcome }, index) => index > at && outcome === 'news')
  return steps.slice(Math.max(before, 0), after < 0 ? steps.length : after)
}

/** All steps, cut into such runs. */
export function runsOf<S extends Step>(steps: readonly S[]): S[][] {
  const runs: S[][] = []
  for (const step of steps) {
    const last = runs.at(-1)
    if (last && step.outcome !== 'news') last.push(step)
    else runs.push([step])
  }
  return runs
}
