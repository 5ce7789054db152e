import { type Pacing, realPacing } from '../../stage/pacing.ts'

/** Agents outside this process have time and chance as they are; the world's clock starts where the scenario says, and runs beside. */
export const outsidePacing: Pacing = { ...realPacing, drive: () => {} }
