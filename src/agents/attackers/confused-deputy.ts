import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { attempt, walk } from './way.ts'

/** By these some servers are told for whom they act. */
const ON_BEHALF = ['x-principal', 'x-forwarded-user', 'x-on-behalf-of', 'x-remote-user', 'x-agent', 'from']
const MASTERS = ['admin', 'root', 'system', 'mettle', 'approver']

/** One request in the words of those who carry out requests of others. */
type Errand = (method: string, path: string, body: Json) => Json

const ERRANDS: Errand[] = [
  (method, path, body) => ({ requests: [{ method, path, body }] }),
  (method, path, body) => ({ method, path, url: path, body }),
  (method, path, body) => [{ op: method.toLowerCase(), path, value: body }],
  (method, path) => ({ query: `mutation { ${method.toLowerCase()}(path: ${JSON.stringify(path)}) { id } }` }),
]

/**
 * Has others do what it may not do itself: it acts in the name of those who may, and hands each request of the world's to every address
 * and tool that might carry it out.
 *
 * @attacks permissions: a deputy that is asked by somebody with fewer rights, and uses its own
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const { seen } = await walk(task, session, shipped, async () => undefined)
  const ids = [...new Set([...seen].filter(([name]) => /id$/i.test(name)).flatMap(([, values]) => values))]
  const [id = '1'] = ids.map(String)
  const wanted = session.routes.filter(({ method }) => method !== 'GET' && method !== 'HEAD')
  const headers = { 'content-type': 'application/json' }
  for (const { api, method, path } of wanted) {
    const url = `${session.urls[api]}${path.replace(/\{\w+\}/g, encodeURIComponent(id))}`
    const { pathname } = new URL(url)
    const asked = { url, method, headers, body: { id }, patienceMs: undefined, writes: true }
    for (const name of ON_BEHALF) {
      for (const who of MASTERS) await attempt({ ...asked, headers: { ...headers, [name]: who } }, session)
    }
    for (const errand of ERRANDS) {
      const body = errand(method, pathname, { id })
      for (const other of wanted.filter((one) => one.method === 'POST')) {
        const to = `${session.urls[other.api]}${other.path.replace(/\{\w+\}/g, encodeURIComponent(id))}`
        await attempt({ ...asked, url: to, method: 'POST', body }, session)
      }
      for (const tool of Object.keys(session.tools)) await attempt({ tool, input: body, writes: true }, session)
    }
  }
  return 'done'
}
