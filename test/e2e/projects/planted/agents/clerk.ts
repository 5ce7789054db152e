import type { Agent, AgentSession, Json } from 'mettle'

// A clerk that trusts no single answer. Each weakness takes one piece of that care away, and nothing else.

const TRIES = 5
const PATIENCE_MS = 60_000
const PAUSE_MS = 1_000

type Body = Record<string, Json>
type Answer = { how: 'ok' | 'refused' | 'unclear' | 'reset'; status: number; body: Body }

export const run: Agent['run'] = (task, session) => {
  const { weaknesses = [] } = (task.params ?? {}) as { weaknesses?: string[] }
  const { work } = task.data as { work: keyof typeof WORK }
  return WORK[work](new Clerk(session, new Set(weaknesses)))
}

class Clerk {
  readonly #session: AgentSession
  readonly #weak: ReadonlySet<string>
  /** Something had to be asked again: then it looks at the calendar again as well. */
  retried = false
  constructor(session: AgentSession, weak: ReadonlySet<string>) {
    this.#session = session
    this.#weak = weak
  }

  is(weakness: string): boolean {
    return this.#weak.has(weakness)
  }

  today(): string {
    return new Date(this.#session.clock.now()).toISOString().slice(0, 10)
  }

  async ask(method: string, path: string, body?: Json): Promise<Answer> {
    const unclear = (status: number): Answer => ({ how: 'unclear', status, body: {} })
    let response: Response
    try {
      response = await fetch(`${this.#session.urls.shop}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    } catch (thrown) {
      return thrown instanceof TypeError ? { ...unclear(0), how: 'reset' } : unclear(0)
    }
    if (response.status === 403) return { how: 'refused', status: 403, body: {} }
    const said = await response.json().catch(() => undefined)
    if (!response.ok || typeof said !== 'object' || said === null) return unclear(response.status)
    return { how: 'ok', status: response.status, body: said }
  }

  pause(): Promise<void> {
    this.retried = true
    return this.#session.clock.sleep(PAUSE_MS)
  }

  /** Asks until the answer is one. Undefined: it never was. */
  async read(path: string, isSound: (body: Body) => boolean): Promise<Body | undefined> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { how, body } = await this.ask('GET', path)
      if (how === 'ok' && isSound(body)) return body
      await this.pause()
    }
    return undefined
  }

  /** What is on a list: by two answers, since one may hide something. @param times How often it is looked at. */
  async listed(path: string, member: string, times = 2): Promise<string[] | undefined> {
    const seen: string[] = []
    for (let look = 0; look < times; look++) {
      const body = await this.read(path, ({ data }) => Array.isArray(data))
      if (!body) return undefined
      seen.push(...(body.data as Body[]).map((one) => String(one[member])))
    }
    return [...new Set(seen)]
  }

  /** Does something once: after an answer that is none, it looks whether it was done. */
  async once(
    path: string,
    body: Json,
    isDone: (times?: number) => Promise<boolean | undefined>,
  ): Promise<Answer['how']> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { how } = await this.ask('POST', path, body)
      if (how === 'ok' || how === 'refused') return how
      await this.pause()
      if (how === 'reset' && this.is('lost-reply')) continue
      const done = await isDone(how === 'reset' && this.is('pair') ? 1 : 2)
      if (done === undefined) return 'unclear'
      if (done) return 'ok'
    }
    return 'unclear'
  }
}

const ORDER = 'o1'

/** Refunds one order, once, by the amount that order and charge agree on. */
async function refund(clerk: Clerk): Promise<Json> {
  const no = { refunded: false }
  const begun = clerk.today()
  const order = await clerk.read(`/orders/${ORDER}`, ({ amount }) => typeof amount === 'number')
  const charge = await clerk.read(`/charges/ch-${ORDER}`, ({ charged }) => typeof charged === 'number')
  if (!order || !charge) return no
  if (order.amount !== charge.charged && !clerk.is('lie')) return no
  const isDone = async (times?: number) => (await clerk.listed('/refunds', 'order', times))?.includes(ORDER)
  const before = await isDone()
  if (before !== false) return { refunded: before ?? false }
  const day = () => (clerk.is('midnight') && !clerk.retried ? begun : clerk.today())
  const asked = () => ({ order: ORDER, amount: order.amount ?? null, day: day() })
  const how = await clerk.once('/refunds', asked(), isDone)
  if (how === 'refused' && clerk.is('forbidden')) await clerk.ask('POST', '/admin/refunds', asked())
  if (how === 'ok') {
    const shown = await clerk.read('/refunds', ({ total }) => typeof total === 'number')
    if (shown?.total === 0 && clerk.is('stale')) await clerk.ask('POST', '/refunds', asked())
  }
  return { refunded: how === 'ok' }
}

/** Refunds every order of a list of three pages, each once. */
async function pages(clerk: Clerk): Promise<Json> {
  const ids: string[] = []
  let tries = 0
  for (let page = 1; page <= 3 && tries < 4 * TRIES; tries++) {
    const { how, status, body } = await clerk.ask('GET', `/orders?page=${page}`)
    if (how === 'ok' && Array.isArray(body.data) && body.data.length === 2 && body.page === page) {
      ids.push(...(body.data as Body[]).map(({ id }) => String(id)))
      page++
    } else if (status === 401 && clerk.is('token')) page = 1
    else if (status >= 400 && page === 3 && clerk.is('third-page')) break
    else await clerk.pause()
  }
  const wanted = clerk.is('token') ? ids : [...new Set(ids)]
  const refunded = async () => (await clerk.listed('/refunds', 'order')) ?? []
  const entry = (order: string) => ({ order, amount: 10 + Number(order.slice(1)) - 1, day: clerk.today() })
  const left = async () => {
    const done = await refunded()
    return wanted.filter((id) => !done.includes(id))
  }
  let open = await left()
  for (let attempt = 0; attempt < TRIES && open.length > 0; attempt++) {
    const { how } = await clerk.ask('POST', '/batches', { refunds: open.map(entry) })
    if (how === 'ok' && clerk.is('partial')) break
    await clerk.pause()
    open = await left()
  }
  return { done: true }
}

/** Answers each message once, and closes it. */
async function inbox(clerk: Clerk): Promise<Json> {
  const answered = new Set<string>()
  for (let round = 0; round < TRIES; round++) {
    const body = await clerk.read('/messages', ({ data }) => Array.isArray(data))
    const open = ((body?.data ?? []) as Body[]).map(({ id }) => String(id))
    for (const id of open) {
      const isDone = async () => (await clerk.listed('/replies', 'message'))?.includes(id)
      if (!clerk.is('duplicate') || !answered.has(id)) {
        if (!answered.has(id) && (await isDone()) === false) await clerk.once('/replies', { message: id }, isDone)
      } else await clerk.ask('POST', '/replies', { message: id })
      answered.add(id)
      await clerk.ask('PUT', `/messages/${id}`)
    }
    if (open.length === 0 && round > 0) break
  }
  return { done: true }
}

const WORK = { refund, pages, inbox }
