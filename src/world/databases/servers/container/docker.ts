import type { ContainerRuntimeClient } from 'testcontainers'
import { messageOf, PrerequisiteError } from '../../../../kernel/errors.ts'

/** Whatever runs containers here: testcontainers knows its sockets, contexts and variables. */
export type Docker = ContainerRuntimeClient

const INSTEAD = 'or use another server: `--database embedded`, `--database postgres://...`'

export async function openDocker(): Promise<Docker> {
  const { getContainerRuntimeClient } = await loadTestcontainers()
  try {
    return await getContainerRuntimeClient()
  } catch (thrown) {
    throw new PrerequisiteError(
      `Failed to start PostgreSQL in a container: no container runtime answers (${messageOf(thrown)}). Start Docker, make sure that \`docker info\` works for this user, ${INSTEAD}.`,
    )
  }
}

/** Gets the image where it is not there yet. */
export async function fetchImage(docker: Docker, image: string): Promise<void> {
  const { ImageName } = await loadTestcontainers()
  try {
    const name = ImageName.fromString(image)
    if (!(await docker.image.exists(name))) await docker.image.pull(name)
  } catch (thrown) {
    throw new PrerequisiteError(
      `Failed to start PostgreSQL in a container: there is no image ${image} here, and it cannot be pulled (${messageOf(thrown)}). Run \`docker pull ${image}\`, name an image that \`docker images\` shows (\`--database container:IMAGE\`), ${INSTEAD}.`,
    )
  }
}

/** Ends a container and removes it, with all that it wrote. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  const container = docker.container.getById(id)
  try {
    await container.remove({ force: true, v: true })
  } catch {
    // It ends by itself when its owner lets go: then it is gone, or its removal is under way.
  }
  while (await exists(docker, id)) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function exists(docker: Docker, id: string): Promise<boolean> {
  try {
    await docker.container.getById(id).inspect()
    return true
  } catch (thrown) {
    return (thrown as { statusCode?: number }).statusCode !== 404
  }
}

type Testcontainers = typeof import('testcontainers')

/** Loads testcontainers, which brings twice as many packages as mettle and which only this backend needs. @throws {PrerequisiteError} it is not installed. */
async function loadTestcontainers(): Promise<Testcontainers> {
  try {
    return await import('testcontainers')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException | undefined)?.code !== 'ERR_MODULE_NOT_FOUND') throw thrown
    throw new PrerequisiteError(
      'Failed to start PostgreSQL in a container: the package testcontainers is not installed, or not whole. Run `npm install --save-dev testcontainers`, or use another server: `--database embedded`, `--database postgres://...`.',
    )
  }
}
