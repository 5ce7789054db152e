import scenario from '../../../../../scenarios/deploy/rollout.scenario.ts'
import { quick } from '../../guarded.ts'

export default quick(scenario)
