import { messageOf } from '../../../kernel/errors.ts'
import type { AgentSource } from '../../../scenario/agent-source.ts'
import type { ContainerPlace } from '../../../stage/order.ts'
import { unshowable } from '../bubblewrap/shown.ts'
import { docker } from './docker.ts'
import { containerRuntime } from './probe.ts'

/** Ids of images by their names, asked once a process: all trials of a run have the same one. */
const ids = new Map<string, Promise<string | { lack: string }>>()

/** What an agent's container is made of, or what is in the way, and what to do about it: a sentence. */
export async function containerFor(source: AgentSource): Promise<{ container: ContainerPlace } | { lack: string }> {
  const { host, lack } = await containerRuntime()
  if (host === undefined) return { lack: lack ?? 'there is no container runtime' }
  const image = 'image' in source ? source.image : undefined
  if (image === undefined) {
    return {
      lack: "a container is made of an image, and this agent names none. Say image: 'my-agent:1', tier: 'T3' in the config.",
    }
  }
  const hidden = 'cwd' in source ? unshowable(source) : undefined
  if (hidden !== undefined) return { lack: hidden }
  const id = ids.get(image) ?? idOf(host, image)
  ids.set(image, id)
  const found = await id
  return typeof found === 'string' ? { container: { host, image: found } } : found
}

/** Images are not pulled by themselves: that is code from elsewhere. */
async function idOf(host: string, image: string): Promise<string | { lack: string }> {
  try {
    return await docker(host, 'image', 'inspect', '--format', '{{.Id}}', image)
  } catch (thrown) {
    const why = messageOf(thrown)
    if (!/no such image/i.test(why)) return { lack: `Docker does not tell of the image ${image} (${why}).` }
    return {
      lack: `there is no image ${image} here. Get it: docker pull ${image}, or build it: docker build --tag ${image} .`,
    }
  }
}
