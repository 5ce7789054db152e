import { visibleLines } from '../../kernel/visible.ts'

/** No text on the page is longer. */
const LONGEST = 5_000

/** What a precompiled template is given to be run: the part of handlebars that the page carries too. */
export interface Runtime {
  create(): Pick<Runtime, 'template' | 'registerPartial'>
  template(spec: object): (view: unknown) => string
  registerPartial(name: string, template: unknown): void
}

export interface Engine {
  /**
   * Renders a template. `own` holds markup that this project made: styles and policies, never text that came from a run.
   */
  render(template: string, view: object, own?: Readonly<Record<string, string>>): string
}

/** Binds precompiled templates, on the page or before it. */
export function openEngine(handlebars: Runtime, templates: Readonly<Record<string, object>>): Engine {
  const runtime = handlebars.create()
  for (const [name, spec] of Object.entries(templates)) runtime.registerPartial(name, runtime.template(spec))
  const bound = new Map(Object.entries(templates).map(([name, spec]) => [name, runtime.template(spec)]))
  return {
    render: (name, view, own = {}) => {
      const template = bound.get(name)
      if (!template) throw new Error(`There is no template "${name}".`)
      return template({ ...(readable(view) as object), own })
    },
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
