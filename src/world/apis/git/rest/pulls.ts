import { http, type RequestHandler } from 'msw'
import type { HttpDeclaration } from '../../../declaration.ts'
import type { Forge, Pull } from '../forge.ts'
import { changesBetween, filesOf, isAncestor, mergeBase, mergedFiles } from '../history.ts'
import { answering, type Body, bodyOf, branchRef, headOf, Refused, textIn } from './asked.ts'
import { checksOf } from './commits.ts'
import { commitOf, move } from './writing.ts'

/** Pull requests: proposed, looked at, merged. */
export function pullHandlers(forge: Forge, base: string): RequestHandler[] {
  const one = (params: { number?: unknown }) => pullAt(forge, String(params.number))
  return [
    http.get(`${base}/pulls`, ({ request }) => answering(() => ({ body: list(forge, new URL(request.url)) }))),
    http.post(`${base}/pulls`, async ({ request }) => {
      const body = await bodyOf(request)
      return answering(() => open(forge, body))
    }),
    http.get(`${base}/pulls/:number`, ({ params }) => answering(() => ({ body: pullShape(forge, one(params)) }))),
    http.patch(`${base}/pulls/:number`, async ({ request, params }) => {
      const body = await bodyOf(request)
      return answering(() => edit(forge, one(params), body))
    }),
    http.get(`${base}/pulls/:number/files`, ({ params }) => answering(() => ({ body: filesIn(forge, one(params)) }))),
    http.put(`${base}/pulls/:number/merge`, async ({ request, params }) => {
      const body = await bodyOf(request)
      return answering(() => merge(forge, one(params), body))
    }),
  ]
}

/** A merge is of the pull request and of what stands on its branch: an approval is worth nothing once either has changed. */
export function pullCalls(forge: Forge, path: string): Record<string, HttpDeclaration> {
  const { name, kept } = forge
  return {
    [`PUT ${path}/pulls/:number/merge`]: {
      also: ({ path: { number = '' } }) => [`${name} merge refs/heads/${kept.pulls.get(number)?.base ?? '?'}`],
      about: ({ path: { number = '' } }) => [
        { collection: kept.pulls.name, id: number },
        { collection: kept.refs.name, id: `refs/heads/${kept.pulls.get(number)?.head ?? '?'}` },
      ],
    },
  }
}

function pullAt({ kept: { pulls } }: Forge, number: string): Pull {
  const pull = pulls.get(number)
  if (!pull) throw new Refused(404, 'Not Found')
  return pull
}

function list(forge: Forge, { searchParams }: URL): object[] {
  const state = searchParams.get('state') ?? 'open'
  const branch = searchParams.get('head')?.replace(/^[^:]*:/, '')
  const found = forge.kept.pulls.filter((pull) => {
    return (state === 'all' || pull.state === state) && (branch === undefined || pull.head === branch)
  })
  return found.map((pull) => pullShape(forge, pull))
}

function pullShape(forge: Forge, pull: Pull): object {
  const { head, base, merged, merge_commit_sha, ...rest } = pull
  const refs = forge.repository().refs()
  const sha = (branch: string) => refs.get(`refs/heads/${branch}`) ?? null
  return {
    ...{ ...rest, merged, merge_commit_sha },
    ...{ head: { ref: head, sha: sha(head) }, base: { ref: base, sha: sha(base) } },
    mergeable: merged ? null : pull.state === 'open' && outcomeOf(forge, pull) !== undefined,
  }
}

function open(forge: Forge, body: Body | undefined) {
  const [title, head, base] = [textIn(body, 'title'), textIn(body, 'head').replace(/^[^:]*:/, ''), textIn(body, 'base')]
  const [mine, theirs] = [headOf(forge, head), headOf(forge, base)]
  const { pulls } = forge.kept
  if (pulls.find((one) => one.state === 'open' && one.head === head && one.base === base))
    throw new Refused(422, `A pull request already exists for ${head}.`)
  if (isAncestor(forge.repository(), mine, theirs)) throw new Refused(422, `No commits between ${base} and ${head}`)
  const number = pulls.all().length + 1
  const said = typeof body?.body === 'string' ? body.body : null
  const made: Pull = {
    ...{ number, title, body: said, head, base },
    ...{ state: 'open', merged: false, merge_commit_sha: null },
  }
  return { status: 201, body: pullShape(forge, pulls.create(String(number), made)) }
}

function edit(forge: Forge, pull: Pull, body: Body | undefined) {
  const state = textIn(body, 'state', pull.state)
  if (state !== 'open' && state !== 'closed') throw new Refused(422, '"state" is neither "open" nor "closed"')
  if (pull.merged && state === 'open') throw new Refused(422, 'A merged pull request cannot be opened again.')
  const title = textIn(body, 'title', pull.title)
  return { body: pullShape(forge, forge.kept.pulls.update(String(pull.number), { state, title })) }
}

function filesIn(forge: Forge, pull: Pull): object[] {
  const repository = forge.repository()
  const [head, base] = [headOf(forge, pull.head), headOf(forge, pull.base)]
  const from = filesOf(repository, mergeBase(repository, base, head))
  const status = { create: 'added', update: 'modified', delete: 'removed' } as const
  return changesBetween(from, filesOf(repository, head)).map(({ path, op, after }) => {
    return { filename: path, status: status[op], sha: after?.id ?? null }
  })
}

/** What the base would hold; undefined where both have changed a file, each in its own way. */
function outcomeOf(forge: Forge, { head, base }: Pull) {
  const repository = forge.repository()
  const refs = repository.refs()
  const [mine, theirs] = [refs.get(branchRef(head)), refs.get(branchRef(base))]
  if (mine === undefined || theirs === undefined) return undefined
  const [common, ours, other] = [mergeBase(repository, theirs, mine), theirs, mine].map((id) => filesOf(repository, id))
  const files = common && ours && other && mergedFiles(common, ours, other)
  return files && { files, mine, theirs }
}

function merge(forge: Forge, pull: Pull, body: Body | undefined) {
  if (!body) throw new Refused(400, 'Problems parsing JSON')
  if (pull.state !== 'open') throw new Refused(405, 'Pull Request is not mergeable')
  const outcome = outcomeOf(forge, pull)
  if (!outcome) throw new Refused(405, 'Merge conflict')
  const { files, mine, theirs } = outcome
  if (body.sha !== undefined && body.sha !== mine)
    throw new Refused(409, 'Head branch was modified. Review and try the merge again.')
  const checks = checksOf(forge, mine)
  const missing = forge.protection(pull.base)?.checks.find((name) => checks.get(name) !== 'success')
  if (missing !== undefined) throw new Refused(405, `Required status check "${missing}" is expected.`)
  const title = textIn(body, 'commit_title', `Merge pull request #${pull.number} from ${pull.head}`)
  const squashed = body.merge_method === 'squash'
  const commit = commitOf(forge, { files, parents: squashed ? [theirs] : [theirs, mine], message: title })
  forge.kept.pulls.update(String(pull.number), { state: 'closed', merged: true, merge_commit_sha: commit })
  move(forge, branchRef(pull.base), commit)
  return { body: { sha: commit, merged: true, message: 'Pull Request successfully merged' } }
}
