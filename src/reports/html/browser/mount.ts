interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string }
}

// The one place where markup comes into the page. What is passed in was rendered by a template, which escapes all text.
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('mettle', {
  createHTML: (text) => text,
})

/** Puts rendered markup in the place of what an element holds. */
export function mount(element: Element, markup: string): void {
  element.innerHTML = policy ? policy.createHTML(markup) : markup
}

/** Puts rendered markup behind what an element holds. */
export function append(element: Element, markup: string): void {
  element.insertAdjacentHTML('beforeend', policy ? policy.createHTML(markup) : markup)
}

/** An element that the page always has. @throws {Error} it has not. */
export function byId<E extends Element = HTMLElement>(id: string): E {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no element "${id}".`)
  return found as unknown as E
}
