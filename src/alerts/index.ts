// Generated. Do not edit.
import { file } from './file.ts'
import { terminal } from './terminal.ts'
import { webhook } from './webhook.ts'

export { file } from './file.ts'
export { terminal } from './terminal.ts'
export { webhook } from './webhook.ts'

export const alerts = {
  file,
  terminal,
  webhook,
} as const
