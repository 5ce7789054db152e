/** What a check sees of a commit: the text of a file, undefined where there is none. */
export type ReadFile = (path: string) => string | undefined

/** A test that the forge runs on every commit that is pushed: nothing where it passes, what is wrong where it fails. */
export type Check = (read: ReadFile) => string | undefined

/** What the forge refuses on a branch, whoever asks. */
export interface Protection {
  /** Is a change that comes past a pull request taken? Default: no. */
  push?: boolean
  /** Checks that must have passed on the head of a pull request: 'test'. */
  checks?: readonly string[]
}

/** A repository with its forge: git over HTTP, branches, pull requests, checks. */
export interface RepositoryInput {
  /** 'acme/checkout': owner and name. */
  repository: string
  /** Where it is served. Default: 'https://forge.test'. */
  url?: string
  /** What stands in it: texts by path, or a folder, from the module that says it. */
  files: string | URL | Readonly<Record<string, string>>
  /** Its branch. Default: 'main'. */
  branch?: string
  /** Branches that are protected. Default: none, and a guard must hold. */
  protect?: Readonly<Record<string, Protection>>
  /** What is run on every commit that comes to a branch. */
  checks?: Readonly<Record<string, Check>>
}

/** Where a repository's files lie. Its handlers are made when a scenario is loaded. */
export interface RepositorySource extends Omit<RepositoryInput, 'files'> {
  /** A folder: absolute, or from the scenario's. Absent where `files` are given. */
  file?: string
  files?: Readonly<Record<string, string>>
}
