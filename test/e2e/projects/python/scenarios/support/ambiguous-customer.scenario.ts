import original from '../../../../../../scenarios/support/ambiguous-customer.scenario.ts'
import { patiently } from '../../patiently.ts'

export default patiently(original)
