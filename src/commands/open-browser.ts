import { spawn } from 'node:child_process'

/** Asks the system to open an address. Where it cannot, the address was printed anyway. */
export function openBrowser(url: string): void {
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
