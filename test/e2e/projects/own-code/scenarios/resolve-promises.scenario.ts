import { guarded } from '../parts.ts'

export default guarded('resolve-promises')
