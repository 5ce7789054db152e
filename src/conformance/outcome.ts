/** How a case ended, told from effects. The later a word stands here, the worse it is. */
export const OUTCOMES = [
  /** There is no place for the case: an answer without an id, a pause that nothing keeps. */
  'not-applicable',
  /** Nothing ran, as it should be. */
  'fails-closed',
  /** What was approved ran once, and nothing else. */
  'ok',
  /** The same case without a fault did not run what was approved, so that the silence of this one says nothing. */
  'not-exercised',
  /** A yes, and what it approved never ran. */
  'lost',
  /** Nothing ran, and the run still waits. */
  'hangs',
  /** Something ran without leave. */
  'fails-open',
  /** One yes, two effects. */
  'twice',
  /** Something ran that nobody was ever asked about: other arguments, another tool, another call. */
  'other',
  /** The target itself could not be driven: its process ended, or what it exports threw before anything was asked. */
  'error',
] as const

export type Outcome = (typeof OUTCOMES)[number]

/** Those that ran what nobody approved. */
export const OPEN: readonly Outcome[] = ['fails-open', 'twice', 'other']

export function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce(
    (one, other) => (OUTCOMES.indexOf(other) > OUTCOMES.indexOf(one) ? other : one),
    'not-applicable',
  )
}
