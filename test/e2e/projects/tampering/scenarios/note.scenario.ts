export default {
  task: { text: 'Say that you are done.' },
  variants: { calm: [] },
  allow: { childProcesses: true, workerThreads: true },
  scorers: [{ use: 'answer', params: { equals: 'done' } }],
  limits: { deadlineMs: 8_000, maxMemoryBytes: 250 * 1024 * 1024 },
}
