import type { Leftover, LeftoverKind } from '../../../kernel/leftover.ts'
import { isOwnerDead } from '../../../kernel/owner.ts'
import { docker, dockerHost, dockerProgram, removeContainer } from './docker.ts'

/** By which a container tells who started it. */
export const OWNER_LABEL = 'mettle.agent'

/** Containers in which agents ran, of processes that died without, where nobody else removed them. */
export const agentContainers: LeftoverKind = {
  name: 'container of an agent',
  // Where there is no such program, T3 was never to be had.
  find: async () => (dockerProgram() === undefined ? [] : leftAt(await dockerHost())),
}

/** Removes them, for whoever knows where Docker listens. */
export async function sweepAgents(host: string): Promise<void> {
  await Promise.all((await leftAt(host)).map(({ remove }) => remove()))
}

async function leftAt(host: string): Promise<Leftover[]> {
  const format = `{{.Names}} {{.Label "${OWNER_LABEL}"}}`
  const listed = await docker(host, 'ps', '--all', '--filter', `label=${OWNER_LABEL}`, '--format', format)
  return listed.split('\n').flatMap((line) => {
    const [name = '', ...rest] = line.split(' ')
    const owner = rest.join(' ')
    return isOwnerDead(owner) ? [{ place: name, owner, remove: () => removeContainer(host, name) }] : []
  })
}
