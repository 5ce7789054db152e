import { hash } from 'node:crypto'

/** What the page consists of beside the run: made by this project, never by a run. */
export interface Assets {
  styles: string
  script: string
}

/** Nothing but the page's own style and script may run or load, and one function of it alone may write markup. */
export function policyOf({ styles, script }: Assets): string {
  return [
    "default-src 'none'",
    `style-src '${digestOf(styles)}'`,
    `script-src '${digestOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types mettle',
  ].join('; ')
}

function digestOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
