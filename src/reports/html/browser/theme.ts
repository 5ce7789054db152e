import { byId } from './mount.ts'

const THEMES = ['auto', 'light', 'dark'] as const
const KEY = 'mettle-theme'

/** The button that goes from the system's theme to light to dark. The choice is kept where the browser allows it. */
export function offerThemes(): void {
  const button = byId('_theme')
  button.hidden = false
  let at = Math.max(0, THEMES.indexOf(stored() as (typeof THEMES)[number]))
  const show = () => {
    const theme = THEMES[at] ?? 'auto'
    document.documentElement.dataset.theme = theme
    byId('_theme-name').textContent = theme
  }
  button.addEventListener('click', () => {
    at = (at + 1) % THEMES.length
    store(THEMES[at] ?? 'auto')
    show()
  })
  show()
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Not kept then: nothing else depends on it.
  }
}
