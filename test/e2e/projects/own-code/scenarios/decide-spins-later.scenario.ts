import { guarded } from '../parts.ts'

export default guarded('decide-spins-later')
