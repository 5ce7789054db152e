// Generated. Do not edit.
import { behaviour } from './behaviour.ts'
import { csv } from './csv.ts'
import { ctrf } from './ctrf.ts'
import { github } from './github.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { list } from './list.ts'
import { markdown } from './markdown.ts'
import { otlp } from './otlp.ts'
import { sarif } from './sarif.ts'

export { behaviour } from './behaviour.ts'
export { csv } from './csv.ts'
export { ctrf } from './ctrf.ts'
export { github } from './github.ts'
export { html } from './html.ts'
export { json } from './json.ts'
export { junit } from './junit.ts'
export { list } from './list.ts'
export { markdown } from './markdown.ts'
export { otlp } from './otlp.ts'
export { sarif } from './sarif.ts'

export const reports = {
  behaviour,
  csv,
  ctrf,
  github,
  html,
  json,
  junit,
  list,
  markdown,
  otlp,
  sarif,
} as const
