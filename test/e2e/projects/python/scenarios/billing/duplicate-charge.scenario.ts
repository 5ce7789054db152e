import original from '../../../../../../scenarios/billing/duplicate-charge.scenario.ts'
import { patiently } from '../../patiently.ts'

export default patiently(original)
