// Generated. Do not edit.
import { html } from './html.ts'
import { json } from './json.ts'
import { list } from './list.ts'

export { html } from './html.ts'
export { json } from './json.ts'
export { list } from './list.ts'

export const reports = {
  html,
  json,
  list,
} as const
