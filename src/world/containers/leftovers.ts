import { isOwnerDead } from '../../kernel/owner.ts'
import { type Docker, removeContainer } from './docker.ts'

/** The label by which a container tells who started it. */
export const OWNER_LABEL = 'mettle.owner'

/** Removes the containers of runs whose owner died without, where they did not end by themselves. */
export async function sweepContainers(docker: Docker): Promise<void> {
  const found = await docker.container.dockerode.listContainers({ all: true, filters: { label: [OWNER_LABEL] } })
  const dead = found.filter(({ Labels }) => isOwnerDead(Labels[OWNER_LABEL] ?? ''))
  await Promise.all(dead.map(({ Id }) => removeContainer(docker, Id)))
}
