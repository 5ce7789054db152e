import { worldWhich } from '../parts.ts'

export default worldWhich('tool-hoards')
