import { existsSync } from 'node:fs'

/** @throws {Error} naming the command that installs what is missing. */
export function needsSandbox(): void {
  for (const [program, name] of [
    ['/usr/bin/bwrap', 'bubblewrap'],
    ['/usr/bin/python3', 'python3'],
  ] as const) {
    if (!existsSync(program)) throw new Error(`There is no ${program}. Run "apt-get install ${name}".`)
  }
}
