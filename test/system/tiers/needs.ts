import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Built from Debian's packages by scripts/agent-image.sh. */
export const IMAGE = process.env.METTLE_AGENT_IMAGE ?? 'mettle/agent:debian'

/** @throws {Error} naming the command that installs what is missing. */
export function needsSandbox(): void {
  for (const [program, name] of [
    ['/usr/bin/bwrap', 'bubblewrap'],
    ['/usr/bin/python3', 'python3'],
  ] as const) {
    if (!existsSync(program)) throw new Error(`There is no ${program}. Run "apt-get install ${name}".`)
  }
}

/** @throws {Error} naming what starts or builds what is missing. */
export async function needsContainers(): Promise<void> {
  await docker('info').catch((thrown) => {
    throw new Error('Docker does not answer. Install and start it: "apt-get install docker.io && dockerd &".', {
      cause: thrown,
    })
  })
  await docker('image', 'inspect', IMAGE).catch((thrown) => {
    throw new Error(`There is no image ${IMAGE}. Build it: "sudo bash scripts/agent-image.sh".`, { cause: thrown })
  })
}

/** The containers of agents that some of these processes started. */
export async function containersOf(pids: readonly number[]): Promise<string[]> {
  const told = await docker(
    'ps',
    '--all',
    '--filter',
    'label=mettle.agent',
    '--format',
    '{{.Names}} {{.Label "mettle.agent"}}',
  )
  return told.split('\n').filter((line) => pids.some((pid) => line.includes(`:${pid}:`)))
}

export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args)).stdout.trim()
}
