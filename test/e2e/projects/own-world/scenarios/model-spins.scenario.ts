import { worldWhich } from '../parts.ts'

export default worldWhich('model-spins')
