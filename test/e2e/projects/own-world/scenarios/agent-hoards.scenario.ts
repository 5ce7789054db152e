import { worldWhich } from '../parts.ts'

export default worldWhich('agent-hoards')
