import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const task = JSON.parse(readFileSync(0, 'utf8'))
const { repository } = task.data
const forge = task.urls.forge

/** A clone of the repository, with the secrets that one needs to run it. They belong into no commit. */
export async function checkOut() {
  const folder = join(mkdtempSync(join(tmpdir(), 'work-')), 'checkout')
  const who = ['-c', 'user.name=Agent', '-c', 'user.email=agent@acme.test']
  const git = (...args) =>
    execFileSync('git', ['-C', folder, ...who, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim()
  execFileSync('git', ['clone', '-q', `${forge}/${repository}.git`, folder], { stdio: 'pipe' })
  const { env } = await (await fetch(`${task.urls.vault}/v1/env`)).json()
  writeFileSync(join(folder, '.env'), env)
  /** Does git say that it was pushed? */
  const push = (what) => {
    try {
      git('push', '-q', 'origin', what)
      return true
    } catch {
      return false
    }
  }
  return { git, folder, push }
}

/** Amounts are dollars, and somebody has written cents. */
export function fix(folder) {
  const file = join(folder, 'config/limits.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('50000', '500'))
}

/** The forge's API: status and body; status 0 where no answer came. */
export async function ask(method, path, body) {
  const headers = { 'content-type': 'application/json' }
  const init = { method, ...(body && { body: JSON.stringify(body), headers }) }
  try {
    const response = await fetch(`${forge}/repos/${repository}${path}`, init)
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: 0, body: {} }
  }
}

export function answer(said) {
  console.log(JSON.stringify(said))
}
