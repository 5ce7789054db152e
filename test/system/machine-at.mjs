// Loaded ahead of a run by the controls: the head of the run cannot be written, for the reason that METTLE_REFUSES names.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { openSync } = fs
fs.openSync = (path, ...rest) => {
  const code = process.env.METTLE_REFUSES
  if (code && String(path).endsWith('run.json.new')) throw Object.assign(new Error(`${code}: planted, open`), { code })
  return openSync(path, ...rest)
}
syncBuiltinESMExports()
