// Generated. Do not edit.
import { http } from './http.ts'
import { model } from './model.ts'
import { sql } from './sql.ts'
import { tcp } from './tcp.ts'
import { tool } from './tool.ts'

export { http } from './http.ts'
export { model } from './model.ts'
export { sql } from './sql.ts'
export { tcp } from './tcp.ts'
export { tool } from './tool.ts'

export const channels = {
  http,
  model,
  sql,
  tcp,
  tool,
} as const
