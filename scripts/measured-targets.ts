import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TargetResult } from '../src/conformance/cell.ts'

/** Where the packages of targets are installed: the controls need none. */
export const FOLDERS = ['.', 'fixtures/frameworks', 'fixtures/frameworks/strands', 'fixtures/claude'] as const

interface Listed {
  name: string
  missing: string[]
}

/** Targets by the folder that has all their packages. @throws {Error} one is installed nowhere. */
export async function targetsByFolder(root: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  const placed = new Set<string>()
  const named = new Set<string>()
  for (const folder of FOLDERS) {
    const list = JSON.parse(await conformance(join(root, folder), ['--json'])) as { targets: Listed[] }
    for (const { name, missing } of list.targets) {
      named.add(name)
      if (missing.length > 0 || placed.has(name)) continue
      placed.add(name)
      found.set(folder, [...(found.get(folder) ?? []), name])
    }
  }
  const lost = [...named].filter((name) => !placed.has(name))
  if (lost.length > 0)
    throw new Error(`Failed to find what ${lost.join(', ')} need. Run "npm ci" in ${FOLDERS.join(', ')}.`)
  return found
}

/**
 * Puts the cases to targets, each from the folder that has its packages.
 * @param folders Which of them; none: all. @param isMeant Which targets. Default: all.
 */
export async function measureTargets(
  root: string,
  repeats: number,
  folders: readonly string[] = [],
  isMeant: (name: string) => boolean = () => true,
): Promise<TargetResult[]> {
  const found: TargetResult[] = []
  for (const [folder, all] of await targetsByFolder(root)) {
    const names = all.filter(isMeant)
    if (names.length === 0 || (folders.length > 0 && !folders.includes(folder))) continue
    const args = ['--json', '--repeats', String(repeats), '--target', ...names]
    found.push(...(JSON.parse(await conformance(join(root, folder), args)) as { targets: TargetResult[] }).targets)
  }
  return found
}

/** What the command prints. It ends with 1 where something is red, which most are. */
function conformance(cwd: string, args: readonly string[]): Promise<string> {
  const bin = join(import.meta.dirname, '../bin/mettle.js')
  if (!existsSync(cwd)) throw new Error(`There is no folder ${cwd}.`)
  return new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: 64_000_000 }
    execFile(process.execPath, [bin, 'guards', 'conformance', ...args], options, (error, stdout, stderr) => {
      if (error && error.code !== 1) reject(new Error(`mettle guards conformance failed in ${cwd}: ${stderr}`))
      else resolve(stdout)
    })
  })
}
