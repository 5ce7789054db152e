import { worldWhich } from '../parts.ts'

export default worldWhich('agent-spins-behind-an-answer')
