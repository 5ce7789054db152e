import { guarded } from '../parts.ts'

export default guarded('decide-fails-behind-its-back')
