import { guarded } from '../parts.ts'

export default guarded('settle-never')
