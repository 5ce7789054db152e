import note from './note.scenario.ts'

/** For agents that never end: the others have more time than they need. */
export default { ...note, limits: { ...note.limits, deadlineMs: 6_000 } }
