import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

// The Docker of these tests runs on this machine, even where that looks like a container itself.
process.env.TESTCONTAINERS_HOST_OVERRIDE ??= '127.0.0.1'

/** Built from Debian's packages by scripts/postgres-image.sh. */
export const IMAGE = process.env.METTLE_POSTGRES_IMAGE ?? 'mettle/postgres:debian'

export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args)).stdout.trim()
}

/** @throws {Error} What to do where Docker or the image is missing: that is a failure and no reason to leave a test out. */
export async function demandImage(): Promise<void> {
  try {
    await docker('info')
  } catch (thrown) {
    throw new Error('Docker does not answer. Install and start it: `apt-get install docker.io && dockerd &`.', {
      cause: thrown,
    })
  }
  try {
    await docker('image', 'inspect', IMAGE)
  } catch (thrown) {
    throw new Error(`There is no image ${IMAGE}. Build it: \`sudo bash scripts/postgres-image.sh\`.`, { cause: thrown })
  }
}

/** All containers that some run of the harness has started. */
export async function containers(): Promise<string[]> {
  const ids = await docker('ps', '--all', '--quiet', '--no-trunc', '--filter', 'label=mettle.owner')
  return ids === '' ? [] : ids.split('\n')
}
