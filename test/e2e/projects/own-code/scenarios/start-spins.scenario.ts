import { guarded } from '../parts.ts'

export default guarded('start-spins')
