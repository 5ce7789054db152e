import scenario from '../../../../../scenarios/access/policy-change.scenario.ts'
import { quick } from '../../guarded.ts'

export default quick(scenario)
