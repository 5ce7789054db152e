import { worldWhich } from '../parts.ts'

export default worldWhich('handler-spins-by-promises')
