import { worldWhich } from '../parts.ts'

export default worldWhich('declaration-spins')
