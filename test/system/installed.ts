import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Installs a package with dependencies of its own as its lockfile says, unless that has been done already.
 * @throws {Error} they cannot be had: that is a failure and no reason to leave a test out.
 */
export async function installed(folder: string): Promise<void> {
  const mark = join(folder, 'node_modules/.package-lock.json')
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return
  // npm chooses what fits the Node that runs it.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` }
  try {
    await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder, env })
  } catch (thrown) {
    throw new Error(`Failed to install what ${folder} needs. Run "npm ci" there.`, { cause: thrown })
  }
}
