import type Handlebars from 'handlebars'
import { visibleLines } from '../../kernel/visible.ts'
import type { PageView } from './page-view.ts'
import type { TrialView } from './trial-view.ts'

/** No text on the page is longer. */
const LONGEST = 5_000

/** Parts of the page that our own code made: styles, script, rendered sections. Never text that came from a run. */
export interface OwnMarkup {
  policy: string
  styles: string
  interaction: string
  trials: string
}

export interface Engine {
  page(view: PageView, own: OwnMarkup): string
  trial(view: TrialView): string
}

/** Binds precompiled templates. The runtime is loaded here: whoever writes no page does not pay for it. */
export async function openEngine(templates: Readonly<Record<string, object>>): Promise<Engine> {
  const loaded = (await import('handlebars/runtime.js')) as unknown as { default: typeof Handlebars }
  const runtime = loaded.default.create()
  for (const [name, template] of Object.entries(templates)) runtime.registerPartial(name, runtime.template(template))
  const render = (name: string) => {
    const template = runtime.template(templates[name] ?? {})
    return (view: unknown) => template(view)
  }
  const [page, trial] = [render('page'), render('trial')]
  return {
    page: (view, own) => page({ ...(readable(view) as object), own }),
    trial: (view) => trial(readable(view)),
  }
}

/** A view in which every text is bounded and hides nothing. Done here, once, so that no template can forget it. */
function readable(value: unknown): unknown {
  if (typeof value === 'string') {
    return visibleLines(value.length > LONGEST ? `${value.slice(0, LONGEST)} … (cut)` : value)
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(readable)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readable(member)]))
}
