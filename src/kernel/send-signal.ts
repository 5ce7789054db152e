/**
 * Sends a signal to a process, or to a group where the number is negative. What has ended meanwhile is no mistake: between a look and a
 * signal anything may end. Returns whether it was sent.
 */
export function sendSignal(target: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(target, signal)
  } catch {
    // It is gone, or somebody else's.
    return false
  }
}
