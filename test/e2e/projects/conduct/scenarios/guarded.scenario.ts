import { defineScenario } from 'mettle'
import till from './till.scenario.ts'

export default defineScenario({ ...till, guards: [{ use: 'loop-breaker' }] })
