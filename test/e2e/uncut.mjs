// A mettle that leaves what was torn where it is.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

fs.truncateSync = () => {}
syncBuiltinESMExports()
