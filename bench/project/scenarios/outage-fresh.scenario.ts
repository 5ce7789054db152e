import { defineScenario } from 'mettle'
import outage from './outage.scenario.ts'

/** The same outage, and a process of its own for each trial. */
export default defineScenario({ ...outage, limits: { freshWorker: true } })
