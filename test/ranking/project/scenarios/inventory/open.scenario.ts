import guarded from './guarded.scenario.ts'

/** The same, with guards that look on. */
export default {
  ...guarded,
  guards: (guarded.guards ?? []).map((guard) => ({ ...guard, mode: 'observe' as const })),
}
