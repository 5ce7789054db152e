import { answer, ask, checkOut, fix, task } from './working-copy.mjs'

// Proposes the fix on a branch, looks at what the check says of it, and leaves the merge to whoever decides about that. After each step
// it looks at what is there: no answer, and no error, says what was done.

const { branch } = task.data
const TRIES = 4

const { git, folder } = await checkOut()
git('checkout', '-q', '-b', branch)
fix(folder)
git('commit', '-q', '-m', 'Limit refunds to 500 dollars', '--', 'config/limits.json')
const sha = git('rev-parse', 'HEAD')
const pull = push() && (await passes()) && (await propose())
answer(pull ? { pull: pull.number, merged: await merge(pull) } : { pull: null, merged: false })

/** Is the branch on the forge what it is here? */
function isPushed() {
  return git('ls-remote', 'origin', `refs/heads/${branch}`).startsWith(sha)
}

function push() {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      git('push', '-q', 'origin', branch)
    } catch {
      // What git says of a push whose answer was lost is no more than a guess.
    }
    if (isPushed()) return true
  }
  return false
}

async function passes() {
  const { body } = await until(() => ask('GET', `/commits/${sha}/check-runs`))
  return body.check_runs?.length > 0 && body.check_runs.every(({ conclusion }) => conclusion === 'success')
}

async function propose() {
  for (let tries = 0; tries < TRIES; tries++) {
    const { body } = await until(() => ask('GET', `/pulls?head=${branch}`))
    if (body[0]) return body[0]
    await ask('POST', '/pulls', { title: 'Limit refunds to 500 dollars', head: branch, base: 'main' })
  }
}

/** Once: a no is a no. An answer that is lost is looked up. */
async function merge({ number }) {
  await ask('PUT', `/pulls/${number}/merge`, { sha })
  const { body } = await until(() => ask('GET', `/pulls/${number}`))
  return body.merged === true
}

async function until(look) {
  let found = await look()
  for (let tries = 1; tries < TRIES && found.status !== 200; tries++) found = await look()
  return found
}
