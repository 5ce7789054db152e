// Generated. Do not edit.
import { http } from './http.ts'
import { model } from './model.ts'
import { sql } from './sql.ts'
import { tool } from './tool.ts'

export { http } from './http.ts'
export { model } from './model.ts'
export { sql } from './sql.ts'
export { tool } from './tool.ts'

export const channels = {
  http,
  model,
  sql,
  tool,
} as const
