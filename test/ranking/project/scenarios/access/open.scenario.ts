import scenario from '../../../../../scenarios/access/policy-change.scenario.ts'
import { open } from '../../guarded.ts'

export default open(scenario)
