import type { AgentSession, AgentTask } from 'mettle'

/** Asks until somebody answers: where a reply is lost, it creates the same twice. It is there to be caught. */
export async function run(task: AgentTask, session: AgentSession) {
  const { api, create, headers, type, body, id } = Object(task.data)
  const text = /json/.test(type) ? JSON.stringify(body) : new URLSearchParams(body).toString()
  const post = { method: 'POST', headers: { ...headers, 'content-type': type }, body: text }
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      const response = await fetch(`${session.urls[api]}${create}`, post)
      if (response.ok) return `It is there: ${(await response.json())[id]}.`
    } catch {
      // Once more.
    }
  }
  return 'It is there.'
}
