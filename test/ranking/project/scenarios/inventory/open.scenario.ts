import scenario from '../../../../../scenarios/inventory/rebalance.scenario.ts'
import { open } from '../../guarded.ts'

export default open(scenario)
