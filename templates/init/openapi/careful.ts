import type { AgentSession, AgentTask } from 'mettle'

/** Looks before it creates, creates once, and says what it knows. Put a call of your own agent in its place. */
export async function run(task: AgentTask, session: AgentSession) {
  const { api, create, list, same, id } = Object(task.data)
  const url = session.urls[api]
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      // What was made while its reply was lost is found here, and not made again.
      const made = membersOf(await ask(`${url}${list}`, task)).find((one) => holds(one, same))
      if (made) return `It is there: ${Object(made)[id]}.`
      await ask(`${url}${create}`, task, true)
    } catch {
      // It failed, or it was done and nobody said so. The next look tells.
      await session.clock.sleep(500 * 2 ** attempt, session.signal)
    }
  }
  return 'I could not create it. A person has to look.'
}

/** The list in an answer, wherever it stands. */
function membersOf(answer: object) {
  const lists = [answer, ...Object.values(answer)].filter((value) => Array.isArray(value))
  return lists[0] ?? []
}

function holds(member: object, same: object) {
  return Object.entries(same).every(([name, value]) => Object(member)[name] === value)
}

/** Asks the API. Throws on anything but a yes. */
async function ask(url: string, task: AgentTask, write?: boolean) {
  const { headers, type, body } = Object(task.data)
  const text = /json/.test(type) ? JSON.stringify(body) : new URLSearchParams(body).toString()
  const post = { method: 'POST', headers: { ...headers, 'content-type': type }, body: text }
  const response = await fetch(url, write ? post : { headers })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response.json()
}
