import original from '../../../../../../scenarios/deploy/rollout.scenario.ts'
import { patiently } from '../../patiently.ts'

export default patiently(original)
