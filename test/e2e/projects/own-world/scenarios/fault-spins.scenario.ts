import { worldWhich } from '../parts.ts'

export default worldWhich('fault-spins')
