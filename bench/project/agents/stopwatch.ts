import { type PACES, timeCalls } from '../../pace.ts'

// One export for each pace. The answer is what a call took.
export const get = () => measure('get')
export const post = () => measure('post')
export const crowd = () => measure('crowd')

async function measure(pace: keyof typeof PACES) {
  return { output: await timeCalls(async (url, init) => (await fetch(url, init)).json(), pace) }
}
