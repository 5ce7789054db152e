import original from '../../../../../../scenarios/ops/runaway.scenario.ts'
import { patiently } from '../../patiently.ts'

export default patiently(original)
