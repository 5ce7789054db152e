import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { evidencePage } from '../evidence/page.ts'
import { filesIn, readSigner, seal } from '../evidence/seal.ts'
import { type Beside, flawsOf, statementOf } from '../evidence/statement.ts'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { version } from '../kernel/version.ts'
import { visible } from '../kernel/visible.ts'
import { auditProblem } from '../store/audit-log.ts'
import { traceProblem } from '../store/lost-traces.ts'
import { readReference } from '../store/reference.ts'
import { openRun } from '../store/stored-run.ts'
import { readTemplate } from './scaffold/template.ts'
import { baselineFile, baselineNames } from './sides.ts'
import type { Terminal } from './terminal.ts'

export interface ProveFlags {
  key: string
  out: string
  release?: string
}

/** Signs of which the names of all files of a run are made. */
const PLAIN = /^[A-Za-z0-9._~@+=,/-]+$/

/**
 * Writes a folder that stands alone: the run, what it comes to, and a signed list of all files. Resolves with the exit code: 0 where
 * the run is whole and its gates held, else 1; the folder is written all the same, and says so.
 * @throws {UsageError} no run, no key, or a folder that is there already.
 */
export async function proveCommand(
  run: string,
  { key, out, release }: ProveFlags,
  terminal: Terminal,
): Promise<number> {
  const [from, to] = [resolve(run), resolve(out)]
  const signer = readSigner(key)
  const kept = openRun(from)
  if (existsSync(to)) throw new UsageError(`${out} is there already. Evidence is written once: choose another --out.`)
  const odd = filesIn(from).find((path) => !PLAIN.test(path))
  if (odd !== undefined) throw new UsageError(`${visible(odd)} in ${run} is no file of a run. Move it away first.`)
  const problem = auditProblem(from, kept.head)
  const beside: Beside = {
    ...{ release: release ?? null, madeAt: new Date().toISOString(), mettle: version(), auditProblem: problem },
    ...{ suite: suiteOf(from), fingerprint: signer.fingerprint, accepted: acceptedHere() },
  }
  const statement = statementOf(kept, beside)
  const { files } = writeWhole(to, (folder) => {
    cpSync(from, join(folder, 'run'), { recursive: true })
    writeFileSync(join(folder, 'evidence.json'), `${JSON.stringify(statement, null, 2)}\n`)
    writeFileSync(join(folder, 'index.html'), evidencePage(statement))
    writeFileSync(join(folder, 'verify.sh'), readTemplate('prove/verify.sh'))
    return seal(folder, signer)
  })
  const flaws = flawsOf(kept.head, [problem, traceProblem(from, kept)])
  for (const flaw of flaws) terminal.print(`  ! ${visible(flaw)}\n`)
  terminal.print(`${kept.head.gate.passed ? '✓ the gates held' : `✗ ${visible(kept.head.gate.reason)}`}\n`)
  terminal.print(`Wrote ${shortPath(to)}: ${files} files, signed. Fingerprint of the key:\n  ${signer.fingerprint}\n`)
  terminal.print(`Check it anywhere: sh verify.sh ${shortPath(to)} PUBLIC-KEY.pem\n`)
  return kept.head.gate.passed && flaws.length === 0 ? 0 : 1
}

/** A folder that is there whole or not at all. */
function writeWhole<T>(to: string, write: (folder: string) => T): T {
  mkdirSync(dirname(to), { recursive: true })
  const partial = mkdtempSync(`${to}.partial-`)
  try {
    const written = write(partial)
    renameSync(partial, to)
    return written
  } catch (thrown) {
    rmSync(partial, { recursive: true, force: true })
    throw thrown instanceof UsageError ? thrown : new UsageError(`Failed to write ${to}: ${messageOf(thrown)}.`)
  }
}

/** The reference runs of this project, and who committed each. */
function acceptedHere(): Beside['accepted'] {
  return baselineNames().map((name) => {
    const file = baselineFile(name)
    const { reason, acceptedAt, run } = readReference(file)
    const by = git(dirname(file), 'log', '-1', '--format=%an', '--', file) || null
    return { name, by, reason, acceptedAt, run: run.id }
  })
}

/** The commit that the suite is of, where it lies in a repository. */
function suiteOf(folder: string): Beside['suite'] {
  const cwd = dirname(folder)
  const commit = git(cwd, 'rev-parse', 'HEAD')
  return commit ? { commit, changed: git(cwd, 'status', '--porcelain', '--untracked-files=no') !== '' } : null
}

/** What git prints. Undefined: there is no git here, or no repository. */
function git(cwd: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return undefined
  }
}
