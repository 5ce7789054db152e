/** Answers at once, without a call. */
export function run() {
  return { output: 'done' }
}
