import type { ChannelOffer, ChannelServer, ChannelStage } from '../../boundary/channel.ts'
import { ANY_PLACE } from '../../boundary/server-place.ts'
import { systemClock } from '../../kernel/clock.ts'
import { modelEnvironment } from '../model/environment.ts'
import { makeAuthority } from './certificates.ts'
import { proxyEnvironment, writeTrust } from './proxy-environment.ts'
import { openServer } from './server.ts'

/**
 * The APIs and the model of one trial after the other, for clients in other processes: under addresses of this server, and
 * as the hosts that they are, through a proxy.
 */
export async function serveHttp(place = ANY_PLACE): Promise<ChannelServer> {
  const certificates = makeAuthority(systemClock().now())
  const trust = writeTrust(certificates.pem)
  const server = await openServer(certificates, place)
  return {
    ports: [server.port],
    folders: [trust.folder],
    offer: (stage) => {
      const { world, seam, principal, write } = stage
      const offer = server.offer({ http: world.http, seam, principal, note: write })
      const { env, told } = describe(stage, offer.urlOf)
      const close = () => offer[Symbol.dispose]()
      return { env: { ...env, ...proxyEnvironment(offer.proxy, trust) }, told, heard: server.heard, close }
    },
    [Symbol.asyncDispose]: async () => {
      trust[Symbol.dispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** How clients are told where things are. */
function describe({ world, order: { model } }: ChannelStage, urlOf: (address: string) => string) {
  const { routes, modelOrigin } = world
  const urls = Object.fromEntries(Object.entries(world.urls).map(([name, origin]) => [name, urlOf(origin)]))
  const modelUrl = urlOf(modelOrigin)
  const pinned = model === null ? {} : { METTLE_MODEL: model }
  return {
    env: { ...urlVariables(urls), ...modelEnvironment(modelUrl), ...pinned },
    told: { urls, routes: [...routes], model_url: `${modelUrl}/v1`, model },
  } satisfies Omit<ChannelOffer, 'heard' | 'close'>
}

/** 'PAYMENTS_URL' for `payments`. @throws {Error} two APIs would share one. */
function urlVariables(urls: Readonly<Record<string, string>>): Record<string, string> {
  const variables: Record<string, string> = {}
  const names = new Map<string, string>()
  for (const [name, url] of Object.entries(urls)) {
    const variable = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_URL`
    const other = names.get(variable)
    if (other !== undefined) {
      throw new Error(
        `Failed to name the APIs '${other}' and '${name}' to a process: both are ${variable}. Rename one of them.`,
      )
    }
    names.set(variable, name)
    variables[variable] = url
  }
  return variables
}
