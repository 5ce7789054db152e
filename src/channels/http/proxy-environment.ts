import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'
import { makeTemporary } from '../../kernel/temporary.ts'

/** What is reached directly: the doors of the world that are no hosts. */
const DIRECT = '127.0.0.1,localhost,::1'

/** A certificate where clients can read it. */
export interface TrustFiles extends Disposable {
  /** A folder that nobody else can enter. */
  readonly folder: string
  /** The certificate alone, for clients that add it to their own. */
  readonly own: string
  /** The same behind those of the system, for clients that take it in place of their own. */
  readonly bundle: string
}

/** @param pem A certificate; it is no secret. @throws {PrerequisiteError} there is no place for it. */
export function writeTrust(pem: string): TrustFiles {
  const folder = makeTemporary('mettle-trust-')
  const [own, bundle] = [join(folder, 'mettle.pem'), join(folder, 'bundle.pem')]
  const system = getCACertificates('system')
  const others = system.length > 0 ? system : getCACertificates('bundled')
  writeFileSync(own, pem, { mode: 0o600 })
  writeFileSync(bundle, [...others.map((each) => each.trimEnd()), pem].join('\n'), { mode: 0o600 })
  return { folder, own, bundle, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

/** By which clients find the proxy without being told, and trust the hosts behind it. */
export function proxyEnvironment(proxy: string, { own, bundle }: TrustFiles): Record<string, string> {
  return {
    ...bothCases({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy, NO_PROXY: DIRECT }),
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: own,
    DENO_CERT: own,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
    CURL_CA_BUNDLE: bundle,
    AWS_CA_BUNDLE: bundle,
    GIT_SSL_CAINFO: bundle,
  }
}

/** Some clients look for the one, some for the other. */
function bothCases(variables: Record<string, string>): Record<string, string> {
  const lower = Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value])
  return { ...variables, ...Object.fromEntries(lower) }
}
