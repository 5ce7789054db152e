import { worldWhich } from '../parts.ts'

export default worldWhich('handler-never-before-the-patient')
