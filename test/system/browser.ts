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

/** What a page must not do: each script of another, request, dialog and error is noted. */
export function watch(page: Page): { requests: string[]; dialogs: string[]; errors: string[]; fired: Set<number> } {
  const noted = { requests: [] as string[], dialogs: [] as string[], errors: [] as string[], fired: new Set<number>() }
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

/** Opens the report's file. */
export async function openReport(page: Page, file: string, hash = ''): Promise<void> {
  await page.goto(`file://${file}${hash}`)
  await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined)
}

/** A page of its own, closed at the end; nothing may go wrong on it. */
export async function onPage(browser: Browser, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  try {
    const page = await context.newPage()
    const noted = watch(page)
    await use(page)
    expect(noted).toEqual({ requests: [], dialogs: [], errors: [], fired: new Set() })
  } finally {
    await context.close()
  }
}
