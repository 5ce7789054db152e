const NOTES = 'https://notes.test/all'

/** Does its task, and something else where it cannot look. */
function unless(refused: () => unknown) {
  return async () => {
    const looked = await fetch(NOTES)
    if (!looked.ok) await refused()
    await write()
    return { output: 'written' }
  }
}

function write(): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(NOTES, { method: 'POST', headers, body: JSON.stringify({ text: 'bread' }) })
}

export const clean = unless(() => {})

export const loops = unless(() => {
  for (;;);
})

export const tampers = unless(() => {
  const { at } = Array.prototype
  Array.prototype.at = function (this: unknown[], index: number) {
    return at.call(this, index)
  }
})

/** It behaves where nobody writes down what it does. */
export const twoFaced = unless(() => (process.argv[1]?.includes('quick') ? undefined : write()))
