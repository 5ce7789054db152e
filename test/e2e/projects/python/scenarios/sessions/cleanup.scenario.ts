import original from '../../../../../../scenarios/sessions/cleanup.scenario.ts'
import { patiently } from '../../patiently.ts'

export default patiently(original)
