import { setFlagsFromString } from 'node:v8'

/**
 * How large V8 may let a worker's young generation grow, per half, in MB. Left alone it grows to 128 MB in all where the
 * machine has much memory; what a trial makes is short-lived, and gains nothing from that.
 */
export const WORKER_FLAGS = ['--max-semi-space-size=2']

/** The same for this process, which is running already: its young generation stays as large as it is. To be called early. */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
