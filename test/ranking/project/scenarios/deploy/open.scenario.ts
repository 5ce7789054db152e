import scenario from '../../../../../scenarios/deploy/rollout.scenario.ts'
import { open } from '../../guarded.ts'

export default open(scenario)
