import { http, type RequestHandler } from 'msw'
import type { HttpDeclaration } from '../../../declaration.ts'
import { type Forge, pushTarget } from '../forge.ts'
import { isAncestor } from '../history.ts'
import { answering, type Body, bodyOf, branchRef, commitAt, headOf, Refused, textIn } from './asked.ts'
import { move, mustTakePushes } from './writing.ts'

const HEADS = /^refs\/heads\//

/** The repository, its branches and what protects them. */
export function branchHandlers(forge: Forge, base: string): RequestHandler[] {
  const named = (params: object) => String((params as Record<string, unknown>)['0'] ?? '')
  return [
    http.get(base, () => answering(() => ({ body: repositoryShape(forge, base) }))),
    http.get(`${base}/branches`, () =>
      answering(() => ({ body: branchesOf(forge).map((branch) => branchShape(forge, branch)) })),
    ),
    http.get(`${base}/branches/:branch`, ({ params }) =>
      answering(() => ({ body: branchShape(forge, String(params.branch)) })),
    ),
    http.get(`${base}/branches/:branch/protection`, ({ params }) =>
      answering(() => ({ body: protectionShape(forge, String(params.branch)) })),
    ),
    http.delete(`${base}/branches/:branch/protection`, ({ params }) =>
      answering(() => unprotect(forge, String(params.branch))),
    ),
    http.get(`${base}/git/ref/heads/*`, ({ params }) => answering(() => ({ body: refShape(forge, named(params)) }))),
    http.post(`${base}/git/refs`, async ({ request }) => {
      const body = await bodyOf(request)
      return answering(() => createRef(forge, body))
    }),
    http.patch(`${base}/git/refs/heads/*`, async ({ request, params }) => {
      const body = await bodyOf(request)
      return answering(() => updateRef(forge, named(params), body))
    }),
    http.delete(`${base}/git/refs/heads/*`, ({ params }) => answering(() => deleteRef(forge, named(params)))),
  ]
}

/** A branch that is moved by the API is one that is pushed to. */
export function branchCalls({ name }: Forge, path: string): Record<string, HttpDeclaration> {
  const member = (branch: unknown) => ({ collection: `${name}.refs`, id: `refs/heads/${String(branch)}` })
  const field = (body: unknown, key: string) => (body as Body | null)?.[key]
  return {
    [`POST ${path}/git/refs`]: {
      also: ({ body }) => [pushTarget(name, String(field(body, 'ref')))],
    },
    [`PATCH ${path}/git/refs/heads/*`]: {
      also: ({ body, path: { 0: branch } }) => [
        pushTarget(name, `refs/heads/${branch}`, field(body, 'force') === true ? 'force' : 'update'),
      ],
      about: ({ path: { 0: branch } }) => [member(branch)],
    },
    [`DELETE ${path}/git/refs/heads/*`]: {
      also: ({ path: { 0: branch } }) => [pushTarget(name, `refs/heads/${branch}`, 'delete')],
      about: ({ path: { 0: branch } }) => [member(branch)],
    },
  }
}

function branchesOf(forge: Forge): string[] {
  return [...forge.repository().refs().keys()].filter((ref) => HEADS.test(ref)).map((ref) => ref.replace(HEADS, ''))
}

function repositoryShape({ source: { repository }, main }: Forge, base: string): object {
  const [owner = '', name = ''] = repository.split('/')
  const { origin } = new URL(base)
  const branch = main.replace(HEADS, '')
  const clone = `${origin}/${repository}.git`
  return { name, full_name: repository, owner: { login: owner }, default_branch: branch, clone_url: clone }
}

function branchShape(forge: Forge, branch: string): object {
  return { name: branch, commit: { sha: headOf(forge, branch) }, protected: forge.protection(branch) !== undefined }
}

function refShape(forge: Forge, branch: string): object {
  return { ref: `refs/heads/${branch}`, object: { type: 'commit', sha: headOf(forge, branch) } }
}

function protectionShape(forge: Forge, branch: string): object {
  headOf(forge, branch)
  const rule = forge.protection(branch)
  if (!rule) throw new Refused(404, 'Branch not protected')
  return {
    required_status_checks: rule.checks.length > 0 ? { contexts: rule.checks } : null,
    required_pull_request_reviews: rule.push ? null : {},
  }
}

function unprotect(forge: Forge, branch: string) {
  protectionShape(forge, branch)
  forge.kept.protection.delete(branch)
  return { body: null }
}

function createRef(forge: Forge, body: Body | undefined) {
  const ref = textIn(body, 'ref')
  const branch = ref.replace(HEADS, '')
  if (!HEADS.test(ref)) throw new Refused(422, 'Reference name must begin with "refs/heads/"')
  const sha = commitAt(forge, textIn(body, 'sha'))
  if (forge.repository().refs().has(branchRef(branch))) throw new Refused(422, 'Reference already exists')
  mustTakePushes(forge, branch, 422)
  move(forge, ref, sha)
  return { status: 201, body: refShape(forge, branch) }
}

function updateRef(forge: Forge, branch: string, body: Body | undefined) {
  const sha = commitAt(forge, textIn(body, 'sha'))
  const old = headOf(forge, branch)
  if (body?.force !== true && !isAncestor(forge.repository(), old, sha))
    throw new Refused(422, 'Update is not a fast forward')
  mustTakePushes(forge, branch, 422)
  move(forge, branchRef(branch), sha)
  return { body: refShape(forge, branch) }
}

function deleteRef(forge: Forge, branch: string) {
  headOf(forge, branch)
  mustTakePushes(forge, branch, 422)
  if (branchRef(branch) === forge.main) throw new Refused(422, 'Cannot delete the default branch')
  move(forge, branchRef(branch), undefined)
  return { body: null }
}
