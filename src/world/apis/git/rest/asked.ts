import { HttpResponse } from 'msw'
import { isObject } from '../../../../kernel/object.ts'
import type { Forge } from '../forge.ts'

// What a request to the forge asks for, and how the forge says no: in the words of GitHub's API, which agents know.

/** An answer that says no. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Body = Record<string, unknown>

/** Answers by what `answer` gives; what it refuses is told as the forge tells it. */
export function answering(answer: () => { status?: number; body: object | null }): Response {
  try {
    const { status = 200, body } = answer()
    return body === null ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(body, { status })
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown
    return HttpResponse.json({ message: thrown.message, status: String(thrown.status) }, { status: thrown.status })
  }
}

/** @throws {Refused} it is no object. */
export async function bodyOf(request: Request): Promise<Body | undefined> {
  const text = await request.text()
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text)
    return isObject(body) ? body : undefined
  } catch {
    return undefined
  }
}

/** A member that must be a text. @throws {Refused} it is none, or left out without a default. */
export function textIn(body: Body | undefined, name: string, instead?: string): string {
  if (!body) throw new Refused(400, 'Problems parsing JSON')
  const value = body[name] ?? instead
  if (typeof value === 'string' && value !== '') return value
  throw new Refused(422, `Invalid request. "${name}" wasn't supplied, or is no text.`)
}

/** Names that git takes, and that are no path out of the folder of refs. */
const REF_NAME = /^(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)|\/\.))[\w@+=,%-][\w@+=,%./-]*(?<![./])$/

/** @throws {Refused} no branch can have the name. */
export function branchRef(branch: string): string {
  if (REF_NAME.test(branch) && branch !== '@') return `refs/heads/${branch}`
  throw new Refused(422, `"${branch.slice(0, 100)}" is not a valid branch name`)
}

/** @throws {Refused} there is no such branch. */
export function headOf(forge: Forge, branch: string): string {
  const sha = forge.repository().refs().get(branchRef(branch))
  if (sha === undefined) throw new Refused(404, 'Branch not found')
  return sha
}

/** The commit that a branch's name, a tag's or an id means. @throws {Refused} none. */
export function commitAt(forge: Forge, name: string): string {
  const repository = forge.repository()
  const refs = repository.refs()
  const sha = refs.get(`refs/heads/${name}`) ?? refs.get(`refs/tags/${name}`) ?? refs.get(name) ?? name
  if (forge.kept.commits.get(sha)) return sha
  throw new Refused(422, `No commit found for SHA: ${name.slice(0, 100)}`)
}
