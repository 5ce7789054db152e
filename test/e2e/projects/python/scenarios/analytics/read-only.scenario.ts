import original from '../../../../../../scenarios/analytics/read-only.scenario.ts'
import { patiently } from '../../patiently.ts'

export default patiently(original)
