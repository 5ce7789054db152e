import { guarded } from '../parts.ts'

export default guarded('concerns-spins')
