import scenario from '../../../../../scenarios/inventory/rebalance.scenario.ts'
import { guarded } from '../../guarded.ts'

export default guarded(scenario)
