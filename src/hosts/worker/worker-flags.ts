/**
 * What V8 is told in a worker. Young generation: how large it may grow, per half, in MB; left alone it grows to 128 MB in
 * all where the machine has much memory, and what a trial makes is short-lived. WebAssembly is compiled once and not made
 * faster later: doing that to the parser of SQL took a second of CPU and 400 MB beside an AI SDK, and won nothing.
 */
export const WORKER_FLAGS = ['--max-semi-space-size=2', '--liftoff-only']
