import { guarded } from '../parts.ts'

export default guarded('oracle-of-nothing')
