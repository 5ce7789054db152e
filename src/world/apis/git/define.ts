import { fromCaller } from '../../from-caller.ts'
import type { Api } from '../define.ts'
import type { RepositoryInput } from './source.ts'

/** What calls stand for that change a ref, whichever way they come: guards name it behind the API's name. */
export type RefTarget = `push ${string}` | `merge ${string}`

/**
 * A repository on a forge, for `world.apis`: git's own protocol over HTTP, branches, files, pull requests and checks in the shapes that
 * forges have. What becomes of it are effects in `NAME.refs`, `NAME.commits`, `NAME.files` and `NAME.pulls`.
 */
export function defineRepository({ files, ...rest }: RepositoryInput): Api<RefTarget, string> {
  const isFolder = typeof files === 'string' || files instanceof URL
  const repository = isFolder ? { ...rest, file: fromCaller(files, defineRepository) } : { ...rest, files }
  return { collections: [], handlers: [], calls: {} as never, repository }
}
