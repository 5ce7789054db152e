import { worldWhich } from '../parts.ts'

export default worldWhich('sound-and-slow')
