import scenario from '../../../../../scenarios/deploy/rollout.scenario.ts'
import { guarded } from '../../guarded.ts'

export default guarded(scenario)
