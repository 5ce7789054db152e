import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { PrerequisiteError } from '../../src/kernel/errors.ts'

const PATHS = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A real browser without a window. @throws {PrerequisiteError} there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = PATHS.find((path) => path !== '' && existsSync(path))
  if (!executablePath) {
    throw new PrerequisiteError(
      'Failed to open a browser: Chromium is not installed. Run "apt-get install chromium", or name one in CHROMIUM.',
    )
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** What a page must not do: each script of another, request, dialog and error. */
const nothing = () => ({
  requests: [] as string[],
  dialogs: [] as string[],
  errors: [] as string[],
  fired: new Set<number>(),
})

/** Notes what a page does that it must not. */
export function watch(page: Page): ReturnType<typeof nothing> {
  const noted = nothing()
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') || request.resourceType() !== 'document') noted.requests.push(request.url())
  })
  page.on('dialog', (dialog) => {
    noted.dialogs.push(dialog.message())
    dialog.dismiss()
  })
  page.on('pageerror', (error) => noted.errors.push(error.message))
  return noted
}

/** Opens the report's file, or turns to another place of it where it is open. */
export async function openReport(page: Page, file: string, hash = ''): Promise<void> {
  await page.goto(`file://${file}${hash}`)
  await page.waitForFunction(() => document.documentElement.dataset.ready === location.hash)
}

/** A page that is looked at again and again: to open one takes longer than most of what is done on it. */
export interface Desk {
  /** Starts from nothing: a use sees nothing of those before it. Nothing may go wrong on the page. */
  use(look: (page: Page) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export async function openDesk(browser: Browser): Promise<Desk> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  const noted = watch(page)
  return {
    use: async (look) => {
      try {
        await look(page)
        expect(noted).toEqual(nothing())
      } finally {
        page.setDefaultTimeout(30_000)
        if (page.url().startsWith('file:')) await page.evaluate(() => localStorage.clear())
        await page.goto('about:blank')
        Object.assign(noted, nothing())
      }
    },
    close: () => context.close(),
  }
}
