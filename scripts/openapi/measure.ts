import { messageOf } from '../../src/kernel/errors.ts'
import { canonical, type Json } from '../../src/kernel/json.ts'
import { isObject } from '../../src/kernel/object.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { Served } from '../../src/world/apis/openapi/handler.ts'
import { type Node, nodeAt, own } from '../../src/world/apis/openapi/node.ts'
import type { OpenedApi } from '../../src/world/apis/openapi/open.ts'
import { keyOf } from '../../src/world/apis/openapi/resources.ts'
import { type Caller, callerOf, type Said } from './caller.ts'
import { type Judge, judgeOf, schemaPlace } from './judge.ts'
import { asSent, rightRequest, type Wanted, wrongRequests } from './requests.ts'

/** How an API of a specification does. */
export interface Measured {
  operations: number
  /** Right requests that got a yes. */
  served: number
  /** Answers with a schema, errors among them. */
  answers: number
  valid: number
  /** What can be created and read by its id. */
  resources: number
  /** What of it could be created, read, changed and deleted was, and showed it. */
  roundTrips: number
  wrong: number
  refused: number
  callMs: number
  firstMs: number
  misfits: string[]
}

const ORDER = ['create', 'list', 'read', 'update', 'answer', 'delete']

/** Calls every operation of an API, rightly and wrongly. @param document As it was written. */
export async function measure(opened: OpenedApi, document: Node): Promise<Measured> {
  const run = new Run(opened, document)
  await run.calls()
  await run.trips()
  await run.mistakes()
  return run.result()
}

class Run {
  readonly #opened: OpenedApi
  readonly #document: Node
  readonly #judge: Judge
  readonly #caller: Caller
  readonly #base: { origin: string; path: string }
  readonly #times: number[] = []
  readonly #firsts: number[] = []
  readonly #found: Measured = {
    ...{ operations: 0, served: 0, answers: 0, valid: 0, resources: 0, roundTrips: 0, wrong: 0, refused: 0 },
    ...{ callMs: 0, firstMs: 0, misfits: [] },
  }

  constructor(opened: OpenedApi, document: Node) {
    this.#opened = opened
    this.#document = document
    this.#judge = judgeOf(document)
    this.#caller = callerOf(opened)
    const [handler] = opened.handlers as unknown as { info: { path: string } }[]
    const [first] = opened.served
    const { origin } = new URL(handler?.info.path ?? 'https://api.test')
    this.#found.operations = countOf(document)
    this.#found.operations = countOf(document)
    this.#base = { origin, path: first ? basePath(opened, origin) : '' }
  }

  result(): Measured {
    return { ...this.#found, callMs: median(this.#times), firstMs: median(this.#firsts) }
  }

  /** Every operation once, rightly: what is to be read is there. */
  async calls(): Promise<void> {
    const served = this.#opened.served.toSorted((a, b) => ORDER.indexOf(a.role.action) - ORDER.indexOf(b.role.action))
    for (const one of served) {
      const wanted = this.#wanted(one)
      const said = await this.#ask(one, wanted, true)
      if (said && said.status >= 200 && said.status < 400) this.#found.served++
      else if (said)
        this.#found.misfits.push(
          `${one.operation.key}: not served: ${said.status} ${JSON.stringify(said.body).slice(0, 300)}`,
        )
      await this.#ask(one, wanted, false, false)
    }
  }

  /** What is created is read, changed and deleted. */
  async trips(): Promise<void> {
    const grouped = Map.groupBy(this.#opened.served, ({ resource }) => resource)
    for (const [, group] of grouped) {
      const by = (action: string) =>
        group.find(({ role }) => role.action === action && (action === 'create' || role.id !== undefined))
      const [create, read] = [by('create'), by('read')]
      if (!create || !read) continue
      this.#found.resources++
      const why = await this.#trip(create, read, { update: by('update'), remove: by('delete') })
      if (why === undefined) this.#found.roundTrips++
      else this.#found.misfits.push(`${create.operation.key}: round trip: ${why}`)
    }
  }

  async #trip(
    create: Served,
    read: Served,
    { update, remove }: { update: Served | undefined; remove: Served | undefined },
  ): Promise<string | undefined> {
    const { resource } = create
    const wanted = rightRequest(this.#opened.serving, create, {}, createRandom(`trip ${create.operation.key}`))
    const before = new Set(this.#caller.ids(`api.${resource.name}`))
    const created = await this.#ask(create, wanted, false)
    const key = this.#caller.ids(`api.${resource.name}`).find((one) => !before.has(one))
    if (key === undefined)
      return `nothing was created: ${created?.status} ${JSON.stringify(created?.body).slice(0, 200)}`
    const path = this.#pathOf(read, key)
    const shown = await this.#ask(read, { ...rightRequest(this.#opened.serving, read, path) }, false)
    if (shown?.status !== 200) return `it is not there: ${shown?.status}`
    const kept = this.#caller.get(`api.${resource.name}`, key)
    if (!holds(shown.body, isObject(kept) ? kept[resource.idField] : undefined)) return 'it is shown under another id'
    if (update) {
      const said = await this.#ask(
        update,
        rightRequest(this.#opened.serving, update, this.#pathOf(update, key), createRandom('change')),
        false,
      )
      if (!said || said.status >= 300)
        return `it cannot be changed: ${said?.status} ${JSON.stringify(said?.body).slice(0, 200)}`
      if (said.effects === 0) return 'changing it changes nothing'
    }
    if (!remove) return undefined
    const gone = await this.#ask(remove, rightRequest(this.#opened.serving, remove, this.#pathOf(remove, key)), false)
    if (!gone || gone.status >= 300 || gone.effects === 0) return `it cannot be deleted: ${gone?.status}`
    const after = await this.#ask(read, { ...rightRequest(this.#opened.serving, read, path) }, false)
    return after && after.status >= 400 ? undefined : `it is still there: ${after?.status}`
  }

  async mistakes(): Promise<void> {
    for (const one of this.#opened.served) {
      const right = this.#wanted(one)
      for (const { what, wanted } of wrongRequests(this.#opened.serving, one, right)) {
        this.#found.wrong++
        const said = await this.#ask(one, wanted, false)
        if (said && said.status >= 400 && said.effects === 0) this.#found.refused++
        else this.#found.misfits.push(`${one.operation.key}: ${what}: not refused: ${said?.status}`)
      }
    }
  }

  /** A right request; what its path names is there. */
  #wanted(one: Served): Wanted {
    const { serving } = this.#opened
    const { operation, role, resource } = one
    const wanted = rightRequest(serving, one, {})
    const scope = role.scope.map((name) => wanted.path[name] ?? '')
    const body = isObject(wanted.body?.value) ? wanted.body.value : {}
    const own = role.id === undefined ? undefined : (wanted.path[role.id] ?? wanted.query[role.id] ?? body[role.id])
    const isRead = role.action === 'list' || (role.id !== undefined && own !== undefined)
    if (isRead && role.action !== 'create')
      this.#plant(one, scope, own ?? serving.generator.make(resource.idSchema, { random: createRandom('id'), now: 0 }))
    return operation.method === 'GET' ? { ...wanted, body: undefined } : wanted
  }

  #plant({ resource }: Served, scope: Json[], id: Json): void {
    const { generator } = this.#opened.serving
    const key = keyOf(scope, id)
    const random = createRandom(`plant ${key}`)
    const made =
      resource.schema === undefined
        ? {}
        : generator.make(resource.schema, {
            random,
            now: Date.UTC(2026, 0, 1),
            ample: true,
            known: { [resource.idField]: id },
          })
    this.#caller.plant(`api.${resource.name}`, key, isObject(made) ? made : {})
  }

  #pathOf({ role }: Served, key: string): Record<string, Json> {
    const parts = key.split('/').map(decodeURIComponent)
    const named = role.scope.map((name, index) => [name, parts[index] ?? ''] as const)
    return Object.fromEntries([...named, ...(role.id === undefined ? [] : [[role.id, parts.at(-1) ?? ''] as const])])
  }

  async #ask(one: Served, wanted: Wanted, isFirst: boolean, judged = true): Promise<Said | undefined> {
    try {
      const said = await this.#caller.ask(
        asSent(this.#opened.serving, `${this.#base.origin}${this.#base.path}`, one, wanted),
      )
      ;(isFirst ? this.#firsts : this.#times).push(said.ms)
      if (judged) await this.#judged(one, said)
      return said
    } catch (thrown) {
      this.#found.misfits.push(`${one.operation.key}: threw: ${messageOf(thrown)}`)
      return undefined
    }
  }

  async #judged({ operation }: Served, said: Said): Promise<void> {
    const place = schemaPlace(this.#document, operation.template, operation.method, said.status, said.type)
    if (place === undefined || !/json/.test(said.type)) return
    const fits = await this.#judge(place, said.body)
    if (fits === undefined) this.#found.misfits.push(`${operation.key}: cannot be judged: ${place}`)
    if (fits === undefined) return
    this.#found.answers++
    if (fits) this.#found.valid++
    else
      this.#found.misfits.push(`${operation.key}: ${said.status}: invalid: ${JSON.stringify(said.body).slice(0, 600)}`)
  }
}

function basePath(opened: OpenedApi, origin: string): string {
  const paths = (opened.handlers as unknown as { info: { path: string } }[]).map(({ info }) =>
    info.path.slice(origin.length),
  )
  const [first] = opened.served
  const template =
    first?.operation.template.replace(/\{([^{}]+)\}/g, (_, name: string) => `:${name.replace(/\W/g, '_')}`) ?? ''
  const whole = paths.find((path) => path.endsWith(template)) ?? template
  return whole.slice(0, whole.length - template.length)
}

/** Is a value somewhere in an answer? */
function holds(body: Json, value: Json | undefined): boolean {
  return value === undefined || canonical(body).includes(String(value))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Operations as they are written, those that no request can tell apart among them. */
function countOf(document: Node): number {
  const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
  return Object.values(nodeAt(document, 'paths')).flatMap((item) => methods.filter((method) => own(item, method)))
    .length
}
