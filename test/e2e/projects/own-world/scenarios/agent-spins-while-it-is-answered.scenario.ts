import { worldWhich } from '../parts.ts'

export default worldWhich('agent-spins-while-it-is-answered')
