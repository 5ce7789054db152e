import { worldWhich } from '../parts.ts'

export default worldWhich('handler-hoards')
