import type { ContainerRuntimeClient } from 'testcontainers'
import { messageOf, PrerequisiteError } from '../../kernel/errors.ts'

/** Whatever runs containers here: testcontainers knows its sockets, contexts and variables. */
export type Docker = ContainerRuntimeClient

/** What a container is wanted for: what its user is told where there is none. */
export interface Purpose {
  /** 'start PostgreSQL in a container' */
  task: string
  /** How its image is named otherwise: 'name an image that `docker images` shows'. */
  image: string
  /** What else there is to do: 'or use another server: ...'. Left out: nothing. */
  instead?: string
}

export async function openDocker(purpose: Purpose): Promise<Docker> {
  const { getContainerRuntimeClient } = await loadTestcontainers(purpose)
  try {
    return await getContainerRuntimeClient()
  } catch (thrown) {
    throw missing(
      purpose,
      `no container runtime answers (${messageOf(thrown)})`,
      'Start Docker, make sure that `docker info` works for this user',
    )
  }
}

/** Gets the image where it is not there yet. */
export async function fetchImage(docker: Docker, image: string, purpose: Purpose): Promise<void> {
  const { ImageName } = await loadTestcontainers(purpose)
  try {
    const name = ImageName.fromString(image)
    if (!(await docker.image.exists(name))) await docker.image.pull(name)
  } catch (thrown) {
    throw missing(
      purpose,
      `there is no image ${image} here, and it cannot be pulled (${messageOf(thrown)})`,
      `Run \`docker pull ${image}\`, ${purpose.image}`,
    )
  }
}

function missing({ task, instead }: Purpose, why: string, advice: string): PrerequisiteError {
  return new PrerequisiteError(`Failed to ${task}: ${why}. ${advice}${instead ? `, ${instead}` : ''}.`)
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

/** Loads testcontainers, which brings twice as many packages as mettle and which only containers need. @throws {PrerequisiteError} it is not installed. */
async function loadTestcontainers(purpose: Purpose): Promise<Testcontainers> {
  try {
    return await import('testcontainers')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException | undefined)?.code !== 'ERR_MODULE_NOT_FOUND') throw thrown
    throw missing(
      purpose,
      'the package testcontainers is not installed, or not whole',
      'Run `npm install --save-dev testcontainers`',
    )
  }
}
