import scenario from '../../../../../scenarios/access/policy-change.scenario.ts'
import { guarded } from '../../guarded.ts'

export default guarded(scenario)
