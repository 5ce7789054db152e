import { lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, mettle, plantProject, ROOT } from '../e2e/cli.ts'

/** A project beside which mettle and what its scaffold imports are installed. */
export function installedProject(files: Readonly<Record<string, string>> = {}): string {
  const folder = plantProject({ 'package.json': '{ "type": "module" }', ...files })
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  symlinkSync(ROOT, join(modules, 'mettle'))
  for (const name of ['msw', 'zod']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  return folder
}

/** Every file of the project itself -> its text. */
export function textsIn(folder: string): Record<string, string> {
  const own = filesBelow(folder).filter(
    (path) => lstatSync(join(folder, path)).isFile() && !/^(node_modules|reports|\.git)\//.test(path),
  )
  return Object.fromEntries(own.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

/** Runs a command line in a folder. */
export function run(cwd: string, line: string | readonly string[], env: Record<string, string> = {}) {
  const args = typeof line === 'string' ? line.split(' ') : line
  return mettle(args, { cwd, env: { npm_config_user_agent: '', ...env } })
}
