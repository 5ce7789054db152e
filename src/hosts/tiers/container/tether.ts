import { spawn } from 'node:child_process'

/**
 * Waits until it is told that all is over. Where it hears nothing more and was not told, whoever started it is dead: it removes the
 * container, again and again, since an order to make it may still be under way.
 */
const SCRIPT = `
read -r over && exit 0
round=0
while [ $round -lt 25 ]; do
  "$1" --host "$2" rm --force --volumes "$3"
  sleep 0.2
  round=$((round + 1))
done
rm -rf -- "$4"
`

/**
 * Has a container, and a folder, be gone when this process is, however it ends.
 * @param program Docker's. Returns the way to call it off.
 */
export function tether(program: string, host: string, name: string, folder: string): () => void {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'mettle-tether', program, host, name, folder], {
    ...{ cwd: '/', env: { HOME: process.env.HOME ?? '/' } },
    // A session of its own: Ctrl-C is for the harness.
    ...{ detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  })
  child.once('error', () => {})
  child.stdin.on('error', () => {})
  child.unref()
  ;(child.stdin as unknown as { unref?(): void }).unref?.()
  return () => void child.stdin.end('over\n')
}
