import note from '../../outside/scenarios/note.scenario.ts'

/** A container takes its time to begin, on a crowded machine. */
export default { ...note, limits: { ...note.limits, deadlineMs: 120_000 } }
