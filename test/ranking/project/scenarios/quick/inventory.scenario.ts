import scenario from '../../../../../scenarios/inventory/rebalance.scenario.ts'
import { quick } from '../../guarded.ts'

export default quick(scenario)
