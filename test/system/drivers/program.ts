import { spawn } from 'node:child_process'

/** Runs a program of the machine with an environment of its own. @throws {Error} it is not installed: with the command that does. */
export async function program(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  installs: string,
  stdin = '',
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const [file = '', ...args] = argv
  // Not the one of this project: the machine's own.
  const child = spawn(file, args, { env: { PATH: '/usr/bin:/bin', ...env }, stdio: 'pipe' })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk) => {
      said[stream] += chunk
    })
  child.stdin.end(stdin)
  const missing = `${file} or what it needs is missing. Install it: apt-get install ${installs}`
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', () => reject(new Error(missing)))
    child.once('close', resolve)
  })
  if (/ModuleNotFoundError/.test(said.stderr)) throw new Error(missing)
  return { ...said, code }
}
