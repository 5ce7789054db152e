import { http, type RequestHandler } from 'msw'
import type { Json } from '../../../../kernel/json.ts'
import { isObject } from '../../../../kernel/object.ts'
import type { HttpDeclaration } from '../../../declaration.ts'
import { type Forge, pushTarget } from '../forge.ts'
import { type Files, filesOf } from '../history.ts'
import { FILE } from '../objects.ts'
import { answering, type Body, bodyOf, branchRef, commitAt, headOf, Refused, textIn } from './asked.ts'
import { commitOf, move, mustTakePushes } from './writing.ts'

/** Files of a branch, read and written one at a time: how an agent changes a repository that has no working copy. */
export function contentHandlers(forge: Forge, base: string): RequestHandler[] {
  const named = (params: object) => String((params as Record<string, unknown>)['0'] ?? '')
  return [
    http.get(`${base}/contents/*`, ({ request, params }) => {
      const ref = new URL(request.url).searchParams.get('ref') ?? mainOf(forge)
      return answering(() => ({ body: contentShape(forge, commitAt(forge, ref), named(params)) }))
    }),
    http.put(`${base}/contents/*`, async ({ request, params }) => {
      const body = await bodyOf(request)
      return answering(() => put(forge, named(params), body))
    }),
    http.delete(`${base}/contents/*`, async ({ request, params }) => {
      const body = await bodyOf(request)
      return answering(() => remove(forge, named(params), body))
    }),
  ]
}

/** A file that is written by the API is a push of one commit. */
export function contentCalls(forge: Forge, path: string): Record<string, HttpDeclaration> {
  const { name } = forge
  const ref = (body: unknown) => `refs/heads/${String((body as Body | null)?.branch ?? mainOf(forge))}`
  const pushes: HttpDeclaration = {
    reads: ({ body }) => unwrapped(Buffer.from(body?.bytes ?? []).toString('utf8')),
    also: ({ body }) => [pushTarget(name, ref(body))],
    about: ({ body }) => [{ collection: `${name}.refs`, id: ref(body) }],
  }
  return { [`PUT ${path}/contents/*`]: pushes, [`DELETE ${path}/contents/*`]: pushes }
}

/** The body as it is meant: programs wrap base64, and what is looked for in it would be cut in two. */
function unwrapped(text: string): Json {
  try {
    const body = JSON.parse(text) as Json
    if (!isObject(body) || typeof body.content !== 'string') return body
    return { ...body, content: body.content.replace(/\s+/g, '') }
  } catch {
    return text
  }
}

function mainOf({ main }: Forge): string {
  return main.replace(/^refs\/heads\//, '')
}

/** A file, or what lies in a folder. */
function contentShape(forge: Forge, commit: string, path: string): object {
  const repository = forge.repository()
  const files = filesOf(repository, commit)
  const file = files.get(path)
  if (file) {
    const { content } = repository.read(file.id, 'blob')
    const encoded = content.toString('base64')
    return { ...entryShape(path, 'file', file.id), size: content.length, encoding: 'base64', content: encoded }
  }
  const under = path === '' ? '' : `${path}/`
  const found = new Map<string, object>()
  for (const [each, { id }] of files) {
    if (!each.startsWith(under)) continue
    const [name = '', ...rest] = each.slice(under.length).split('/')
    found.set(name, entryShape(under + name, rest.length > 0 ? 'dir' : 'file', rest.length > 0 ? null : id))
  }
  if (found.size === 0) throw new Refused(404, 'Not Found')
  return [...found.values()]
}

function entryShape(path: string, type: 'file' | 'dir', sha: string | null): object {
  return { type, name: path.split('/').at(-1), path, sha }
}

const PART = /^(?!\.{1,2}$)(?!\.git$)[^\0]+$/i

function put(forge: Forge, path: string, body: Body | undefined) {
  const content = Buffer.from(textIn(body, 'content'), 'base64')
  const { files, message, branch, head } = writable(forge, path, body, false)
  const existed = files.has(path)
  const id = forge.repository().write('blob', content)
  const commit = commitOf(forge, {
    files: new Map(files).set(path, { mode: FILE, id }),
    parents: [head],
    message,
  })
  move(forge, branchRef(branch), commit)
  const status = existed ? 200 : 201
  return { status, body: { content: entryShape(path, 'file', id), commit: { sha: commit, message } } }
}

function remove(forge: Forge, path: string, body: Body | undefined) {
  const { files, message, branch, head } = writable(forge, path, body, true)
  const rest = new Map(files)
  rest.delete(path)
  const commit = commitOf(forge, { files: rest, parents: [head], message })
  move(forge, branchRef(branch), commit)
  return { body: { content: null, commit: { sha: commit, message } } }
}

/** What there is to write to. @throws {Refused} it is not to be written, or not as the client believes it to be. */
function writable(forge: Forge, path: string, body: Body | undefined, mustBe: boolean) {
  const message = textIn(body, 'message')
  const branch = textIn(body, 'branch', mainOf(forge))
  const head = headOf(forge, branch)
  const files: Files = filesOf(forge.repository(), head)
  const there = files.get(path)
  if (!path.split('/').every((part) => PART.test(part))) throw new Refused(422, 'path contains a malformed component')
  if ([...files.keys()].some((one) => one.startsWith(`${path}/`) || path.startsWith(`${one}/`)))
    throw new Refused(422, 'a folder is no file, and a file no folder')
  if (mustBe && !there) throw new Refused(404, 'Not Found')
  if (there && body?.sha === undefined) throw new Refused(422, `Invalid request. "sha" wasn't supplied.`)
  if (body?.sha !== undefined && body.sha !== there?.id) throw new Refused(409, `${path} does not match ${body.sha}`)
  mustTakePushes(forge, branch, 409)
  return { files, message, branch, head }
}
