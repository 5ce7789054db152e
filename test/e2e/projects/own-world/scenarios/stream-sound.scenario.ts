import { worldWhich } from '../parts.ts'

export default worldWhich('stream-sound')
