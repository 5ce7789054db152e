import { defineScenario } from 'mettle'
import halts from './halts.scenario.ts'

export default defineScenario({ ...halts, guards: [] })
