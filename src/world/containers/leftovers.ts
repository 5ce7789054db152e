import type { Leftover, LeftoverKind } from '../../kernel/leftover.ts'
import { isOwnerDead } from '../../kernel/owner.ts'
import { type Docker, openDocker, removeContainer } from './docker.ts'

/** The label by which a container tells who started it. */
export const OWNER_LABEL = 'mettle.owner'

/** Containers of services and of databases, of runs whose owner died without, where they did not end by themselves. */
export const containers: LeftoverKind = {
  name: 'container',
  find: async () => leftIn(await openDocker({ task: 'look for containers', image: '' })),
}

/** Removes them, for whoever has Docker already. */
export async function sweepContainers(docker: Docker): Promise<void> {
  await Promise.all((await leftIn(docker)).map(({ remove }) => remove()))
}

async function leftIn(docker: Docker): Promise<Leftover[]> {
  const found = await docker.container.dockerode.listContainers({ all: true, filters: { label: [OWNER_LABEL] } })
  return found.flatMap(({ Id, Names, Image, Labels }) => {
    const owner = Labels[OWNER_LABEL] ?? ''
    if (!isOwnerDead(owner)) return []
    const name = Names[0]?.replace(/^\//, '') ?? Id.slice(0, 12)
    return [{ place: `${name} of ${Image}`, owner, remove: () => removeContainer(docker, Id) }]
  })
}
