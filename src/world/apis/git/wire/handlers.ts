import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { HttpResponse, http, type RequestHandler } from 'msw'
import type { HttpInput } from '../../../../boundary/http-world.ts'
import { type HttpRequest, headerOf } from '../../../../boundary/wire.ts'
import { messageOf } from '../../../../kernel/errors.ts'
import type { HttpDeclaration } from '../../../declaration.ts'
import { type Forge, pushTarget } from '../forge.ts'
import { broughtBy, demandRoomFor, type Push } from './brought.ts'
import { git } from './git.ts'
import { readPush } from './push-request.ts'

/** What a request may hold, unpacked. In bytes. */
const LARGEST = 128 * 1024 * 1024

const SERVICES = ['git-upload-pack', 'git-receive-pack'] as const
type Service = (typeof SERVICES)[number]

/** Git's own protocol over HTTP: what `git clone`, `fetch` and `push` speak. */
export function wireHandlers(forge: Forge, base: string): RequestHandler[] {
  return [
    http.get(`${base}/info/refs`, ({ request }) => advertise(forge, request)),
    http.post(`${base}/git-upload-pack`, ({ request }) => serve(forge, 'git-upload-pack', request)),
    http.post(`${base}/git-receive-pack`, ({ request }) => receive(forge, request)),
  ]
}

/** What is said of a push before it runs. */
export function wireCalls(forge: Forge, path: string): Record<string, HttpDeclaration> {
  return {
    // To fetch is to read, by whatever method. What is asked for is text, and could hold anything.
    [`POST ${path}/git-upload-pack`]: { access: 'read', reads: (request) => bodyOf(request).toString('utf8') },
    [`POST ${path}/git-receive-pack`]: {
      reads: (request) => broughtBy(readPush(bodyOf(request)), forge.repository()),
      // Git says no in an answer like any other.
      refuses: ({ body }) => typeof body === 'string' && !/ok refs\//.test(body),
      items: (input) => pushIn(input).updates.length,
      also: (input) => pushIn(input).updates.map(({ ref, op }) => pushTarget(forge.name, ref, op)),
      about: (input) => pushIn(input).updates.map(({ ref }) => ({ collection: `${forge.name}.refs`, id: ref })),
    },
  }
}

function pushIn({ body }: HttpInput): Push {
  return body as unknown as Push
}

/** Git's client packs larger requests. */
function bodyOf({ headers, body }: HttpRequest): Buffer {
  return unpacked(body?.bytes ?? new Uint8Array(), headerOf(headers, 'content-encoding'))
}

function unpacked(bytes: Uint8Array, coding: string | null | undefined): Buffer {
  return coding === 'gzip' ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : Buffer.from(bytes)
}

function advertise(forge: Forge, request: Request): Response {
  const asked = new URL(request.url).searchParams.get('service')
  const service = SERVICES.find((one) => one === asked)
  if (!service) return HttpResponse.text('Only clients that speak the smart protocol are served.\n', { status: 403 })
  const { folder } = forge.repository()
  const { stdout } = git([verbOf(service), '--http-backend-info-refs', '.'], { folder, env: protocolOf(request) })
  const head = `# service=${service}\n`
  const line = `${(head.length + 4).toString(16).padStart(4, '0')}${head}0000`
  // The second version has no such head.
  const isSecond = stdout.toString('latin1', 4, 13) === 'version 2'
  return answer(
    `application/x-${service}-advertisement`,
    isSecond ? stdout : Buffer.concat([Buffer.from(line), stdout]),
  )
}

async function serve(forge: Forge, service: Service, request: Request): Promise<Response> {
  const input = unpacked(new Uint8Array(await request.arrayBuffer()), request.headers.get('content-encoding'))
  const { folder } = forge.repository()
  const { stdout, stderr, status } = git([verbOf(service), '--stateless-rpc', '.'], {
    folder,
    input,
    env: protocolOf(request),
  })
  if (status !== 0 && stdout.length === 0) return HttpResponse.text(`${stderr.slice(0, 500)}\n`, { status: 400 })
  return answer(`application/x-${service}-result`, stdout)
}

async function receive(forge: Forge, request: Request): Promise<Response> {
  const bytes = new Uint8Array(await request.clone().arrayBuffer())
  const { commands, pack } = readPush(unpacked(bytes, request.headers.get('content-encoding')))
  const refused = commands.flatMap(({ ref }) => (takesPushes(forge, ref) ? [] : [ref]))
  try {
    // Also without a guard that would have refused what cannot be read.
    demandRoomFor(pack, forge.repository())
  } catch (thrown) {
    return HttpResponse.text(`${messageOf(thrown)}\n`, { status: 413 })
  }
  refuse(forge.repository().folder, refused)
  try {
    return await serve(forge, 'git-receive-pack', request)
  } finally {
    forge.tell()
  }
}

function takesPushes(forge: Forge, ref: string): boolean {
  const rule = ref.startsWith('refs/heads/') ? forge.protection(ref.slice('refs/heads/'.length)) : undefined
  return rule === undefined || rule.push
}

/** Says no as a forge does: by git's own hook, so that the client hears it of each ref. What was refused before may be no more. */
function refuse(folder: string, refs: readonly string[]): void {
  if (refs.length === 0) {
    rmSync(join(folder, 'hooks'), { recursive: true, force: true })
    return
  }
  mkdirSync(join(folder, 'hooks'), { recursive: true })
  writeFileSync(join(folder, 'refused'), `${refs.join('\n')}\n`)
  writeFileSync(join(folder, 'hooks', 'update'), HOOK, { mode: 0o755 })
}

const HOOK = `#!/bin/sh
grep -qxF -e "$1" refused || exit 0
echo "error: GH006: Protected branch update failed for $1." >&2
echo "error: Changes must be made through a pull request." >&2
exit 1
`

function verbOf(service: Service): string {
  return service.slice('git-'.length)
}

/** The version that a client asks for, and nothing else that it could put into a variable. */
function protocolOf(request: Request): Record<string, string> {
  const asked = request.headers.get('git-protocol') ?? ''
  return /^version=[012]$/.test(asked) ? { GIT_PROTOCOL: asked } : {}
}

function answer(type: string, bytes: Buffer): Response {
  const headers = { 'content-type': type, 'cache-control': 'no-cache' }
  return new HttpResponse(new Uint8Array(bytes), { headers })
}
