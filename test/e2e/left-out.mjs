// Loaded ahead of a run by the positive control: what a run has removed stays where it was.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const stays = (path) => /\/mettle\/postgres\/[^/]+\/runs\//.test(String(path))
const { rm } = fs.promises
const { rmSync } = fs
fs.promises.rm = async (path, options) => (stays(path) ? undefined : rm(path, options))
fs.rmSync = (path, options) => (stays(path) ? undefined : rmSync(path, options))
syncBuiltinESMExports()
