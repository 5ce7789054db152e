import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { reports as reporters } from '../reports/index.ts'
import { openRun } from '../store/stored-run.ts'
import { serveFolder } from './folder-server.ts'
import { storedRun } from './stored.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

export interface ShowFlags {
  port?: number
  /** False for --no-open. */
  open?: boolean
}

/** Serves a run's folder on the loopback interface and opens its report. Resolves with the exit code at Ctrl-C. */
export async function showCommand(run: string, flags: ShowFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(run)
  const stored = storedRun(folder, openRun(folder))
  const page = join(folder, 'index.html')
  if (!existsSync(page)) await writeReport(reporters.html, stored, page)
  const ended = untilInterrupted()
  await using server = await serveFolder(folder, flags.port ?? 0)
  terminal.print(`Report: ${server.url}\nCtrl-C ends it.\n`)
  if (flags.open ?? true) openBrowser(server.url)
  await ended
  return 0
}

function untilInterrupted(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGINT', () => done())
    process.once('SIGTERM', () => done())
  })
}

/** Asks the system to open an address. Where it cannot, the address was printed anyway. */
function openBrowser(url: string): void {
  const [command, args] = openerOf(process.platform, url)
  const child = spawn(command, args, { detached: true, stdio: 'ignore' })
  child.on('error', () => {})
  child.unref()
}

function openerOf(platform: string, url: string): [string, string[]] {
  if (platform === 'darwin') return ['open', [url]]
  if (platform === 'win32') return ['explorer', [url]]
  return ['xdg-open', [url]]
}
