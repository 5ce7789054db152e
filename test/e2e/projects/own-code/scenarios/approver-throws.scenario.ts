import { answeredBy } from '../parts.ts'

export default answeredBy('approver-throws')
