// A mettle that leaves what was torn where it is.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

// The whole lines are not put in the place of the ledger.
const { renameSync } = fs
fs.renameSync = (from, to) => (String(to).endsWith('trials.jsonl') ? undefined : renameSync(from, to))
syncBuiltinESMExports()
