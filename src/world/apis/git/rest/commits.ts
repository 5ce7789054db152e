import { http, type RequestHandler } from 'msw'
import type { Forge } from '../forge.ts'
import { historyOf } from '../history.ts'
import { answering, commitAt } from './asked.ts'

/** Commits, and what the forge's checks say of them. */
export function commitHandlers(forge: Forge, base: string): RequestHandler[] {
  return [
    http.get(`${base}/commits`, ({ request }) => {
      const name = new URL(request.url).searchParams.get('sha') ?? forge.main
      return answering(() => ({
        body: [...historyOf(forge.repository(), commitAt(forge, name))].map((sha) => commitShape(forge, sha)),
      }))
    }),
    http.get(`${base}/commits/:ref`, ({ params }) =>
      answering(() => ({ body: commitShape(forge, commitAt(forge, String(params.ref))) })),
    ),
    http.get(`${base}/commits/:ref/check-runs`, ({ params }) =>
      answering(() => ({ body: runsShape(forge, commitAt(forge, String(params.ref))) })),
    ),
    http.get(`${base}/commits/:ref/status`, ({ params }) =>
      answering(() => ({ body: statusShape(forge, commitAt(forge, String(params.ref))) })),
    ),
  ]
}

/** Name of each check of a commit -> how it ended. */
export function checksOf({ kept: { checks } }: Forge, sha: string): Map<string, string> {
  return new Map(checks.filter(({ head_sha }) => head_sha === sha).map(({ name, conclusion }) => [name, conclusion]))
}

function commitShape(forge: Forge, sha: string): object {
  const { author, message, parents } = forge.repository().commit(sha)
  const [, name = '', email = ''] = /^(.*) <(.*)> \d+ [+-]\d{4}$/.exec(author) ?? []
  return { sha, commit: { message, author: { name, email } }, parents: parents.map((parent) => ({ sha: parent })) }
}

function runsShape({ kept: { checks } }: Forge, sha: string): object {
  const runs = checks.filter(({ head_sha }) => head_sha === sha)
  const shapes = runs.map(({ name, head_sha, conclusion, summary }) => {
    return { name, head_sha, status: 'completed', conclusion, output: { title: name, summary } }
  })
  return { total_count: shapes.length, check_runs: shapes }
}

function statusShape(forge: Forge, sha: string): object {
  const all = [...checksOf(forge, sha)]
  const passed = all.every(([, conclusion]) => conclusion === 'success')
  const state = all.length === 0 ? 'pending' : passed ? 'success' : 'failure'
  const statuses = all.map(([context, conclusion]) => ({ context, state: conclusion }))
  return { state, sha, total_count: all.length, statuses }
}
