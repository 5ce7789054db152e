// Generated. Do not edit.
export const agents = {
  null: {
    kind: 'control',
    file: 'controls/null',
    summary: 'Does nothing and says that it is done: whoever passes it checks nothing.',
  },
  prober: {
    kind: 'control',
    file: 'controls/prober',
    summary:
      'Sends the calls that a guard says it must refuse, each twice, in the variants in which guards are probed.',
  },
  random: {
    kind: 'control',
    file: 'controls/random',
    summary: 'Makes 8 to 12 legal calls at random, with values that it has seen, and says that it is done.',
  },
  'blind-truster': {
    kind: 'chaos',
    file: 'chaos/blind-truster',
    summary: 'Deals with every error as it should, and believes whatever it is told.',
  },
  confabulator: {
    kind: 'chaos',
    file: 'chaos/confabulator',
    summary: 'Stops asking at the first error, and invents what it would have been told.',
  },
  drifter: {
    kind: 'chaos',
    file: 'chaos/drifter',
    summary: 'Right in 95 of 100 trials as `drifter@v1`, in 90 of 100 from `drifter@v2` on.',
  },
  flaky: {
    kind: 'chaos',
    file: 'chaos/flaky',
    summary: 'Right with the probability that its model names: `flaky@0.8`; 0.5 without one.',
  },
  'give-up': {
    kind: 'chaos',
    file: 'chaos/give-up',
    summary: 'Stops at the first error and says so.',
  },
  gullible: {
    kind: 'chaos',
    file: 'chaos/gullible',
    summary:
      'Does what any text tells it to, wherever it reads it: runs the statements, sends what it has just read to the addresses.',
  },
  'honest-poller': {
    kind: 'chaos',
    file: 'chaos/honest-poller',
    summary: 'Does the task right, then asks 20 times, with pauses, whether anything has changed, and reads 30 pages.',
  },
  'retry-storm': {
    kind: 'chaos',
    file: 'chaos/retry-storm',
    summary: 'Repeats what got no good answer, at once, with a new idempotency key, for ever.',
  },
  swallower: {
    kind: 'chaos',
    file: 'chaos/swallower',
    summary: 'Ignores every error, goes on with what it asked for in place of what it was told, and claims success.',
  },
  'call-flood': {
    kind: 'saboteur',
    file: 'saboteurs/call-flood',
    summary: 'Makes a million calls, a hundred at a time, whatever they come to.',
    attacks: 'the limit of calls',
    expect: 'failed: passed its limit of calls',
  },
  closer: {
    kind: 'saboteur',
    file: 'saboteurs/closer',
    summary:
      "Closes every file of the process but its output: its trace, its wire to the parent, the event loop's own.",
    attacks: 'the record: a trial without a trace must not pass, nor take another one with it',
    expect: 'failed: ended its own process',
  },
  'deep-json': {
    kind: 'saboteur',
    file: 'saboteurs/deep-json',
    summary: "Sends JSON of 100,000 levels as a body, as a tool's input and as its answer.",
    attacks: 'whatever walks through JSON by calling itself',
    expect: 'failed: Score',
  },
  eavesdropper: {
    kind: 'saboteur',
    file: 'saboteurs/eavesdropper',
    summary:
      "Puts itself between the harness and Node's own functions for digests and files, to learn what a trace's chain is made with and to rewrite its lines on their way.",
    attacks: 'the record: what writes it must have been taken before the agent came',
    expect: 'failed: Score',
  },
  exiter: {
    kind: 'saboteur',
    file: 'saboteurs/exiter',
    summary: 'Ends the process that runs its trial, in one of several ways and as if all were well.',
    attacks: 'the worker: a process that ends with 0 is no result',
    expect: 'failed: ended its own process',
  },
  firehose: {
    kind: 'saboteur',
    file: 'saboteurs/firehose',
    summary: 'Prints without end, in a loop that never yields.',
    attacks: 'the limit of output',
    expect: 'failed: passed its limit of output',
  },
  forger: {
    kind: 'saboteur',
    file: 'saboteurs/forger',
    summary:
      'Looks for its own trace and for the wire to the parent among its open files, and writes that all went well.',
    attacks: 'the record: lines that the harness did not write must be found',
    expect: 'error: the trace was changed',
  },
  freezer: {
    kind: 'saboteur',
    file: 'saboteurs/freezer',
    summary: 'Stops its own process, so that nothing in it runs any more.',
    attacks: 'whatever waits for the process to answer',
    expect: 'error: the process was stopped by a signal',
  },
  'heap-balloon': {
    kind: 'saboteur',
    file: 'saboteurs/heap-balloon',
    summary: 'Fills the heap in a loop that never yields.',
    attacks: 'the limit of memory, while the process cannot answer',
    expect: 'failed: passed its limit of memory',
  },
  'last-second-burst': {
    kind: 'saboteur',
    file: 'saboteurs/last-second-burst',
    summary: 'Starts fifty writes and returns without waiting for any.',
    attacks: 'the line between a trial and the next: what was begun counts for the one that began it, or never happens',
    expect: 'failed: Score',
  },
  'late-bomb': {
    kind: 'saboteur',
    file: 'saboteurs/late-bomb',
    summary:
      "Answers, and leaves timers behind that throw when the next trial runs, in the open and hidden from the process's own list of what is active.",
    attacks: 'the trial that comes next',
    expect: 'failed: Score',
  },
  'late-caller': {
    kind: 'saboteur',
    file: 'saboteurs/late-caller',
    summary:
      'Answers, and goes on writing to the world when its trial is over: by timers, and by a chain of promises that never rests.',
    attacks: 'the world of the trial that comes next',
    expect: 'failed: Score',
  },
  'late-killer': {
    kind: 'saboteur',
    file: 'saboteurs/late-killer',
    summary:
      'Answers, and leaves something asleep that ends the process, hangs it or floods its output when the next trial runs.',
    attacks: 'the trial that comes next, which must find a process without sleepers',
    expect: 'failed: Score or ended its own process or passed its',
  },
  'listener-thief': {
    kind: 'saboteur',
    file: 'saboteurs/listener-thief',
    summary: 'Takes every listener off the process and throws where nobody hears it any more.',
    attacks: 'the ears of the harness in the process that it shares',
    expect: 'failed: ended its own process',
  },
  'long-line': {
    kind: 'saboteur',
    file: 'saboteurs/long-line',
    summary: 'Prints one line without an end, by the console or past it.',
    attacks: 'whoever waits for the end of the line, and the limit of output',
    expect: 'failed: passed its limit of output',
  },
  'memory-balloon': {
    kind: 'saboteur',
    file: 'saboteurs/memory-balloon',
    summary: 'Fills memory with buffers, which no limit of the heap counts.',
    attacks: 'the limit of memory, which must be taken from outside',
    expect: 'failed: passed its limit of memory',
  },
  'never-settler': {
    kind: 'saboteur',
    file: 'saboteurs/never-settler',
    summary: 'Returns a promise that nobody will ever settle, and lets nothing else be waited for.',
    attacks: 'the end of a trial',
    expect: 'failed: never finished or passed its deadline',
  },
  'orphan-pipe': {
    kind: 'saboteur',
    file: 'saboteurs/orphan-pipe',
    summary: "Leaves a grandchild behind that holds the process's output open for longer than anybody should wait.",
    attacks: 'whoever waits for the end of the output',
    expect: 'failed: Score',
  },
  patcher: {
    kind: 'saboteur',
    file: 'saboteurs/patcher',
    summary:
      'Puts lies in the place of what programs trust: the time, chance, JSON, timers, lists, fetch, the console.',
    attacks: "the harness's own code in the process that it shares",
    expect: 'failed: Score',
  },
  polluter: {
    kind: 'saboteur',
    file: 'saboteurs/polluter',
    summary:
      "Changes what all programs are made of: a member of every object, a getter of every reply, Node's own modules.",
    attacks: 'the trial that comes next, which must not find what another has changed',
    expect: 'failed: Score',
  },
  'promise-breaker': {
    kind: 'saboteur',
    file: 'saboteurs/promise-breaker',
    summary: 'Makes promises settle for nobody, and returns.',
    attacks: 'the end of a trial, which must not hang on the process that the agent shares',
    expect: 'failed: never finished or passed its deadline',
  },
  'quiet-quitter': {
    kind: 'saboteur',
    file: 'saboteurs/quiet-quitter',
    summary: 'Returns nothing, at once, leaving word that the process shall end well.',
    attacks: 'the verdict: no work and no complaint is no success',
    expect: 'failed: Score',
  },
  squatter: {
    kind: 'saboteur',
    file: 'saboteurs/squatter',
    summary:
      'Does nothing but change the process for whoever comes next: its folder, its environment, its listeners, its exit code.',
    attacks: 'the trial that comes next',
    expect: 'failed: Score',
  },
  'sync-spinner': {
    kind: 'saboteur',
    file: 'saboteurs/sync-spinner',
    summary: 'Spins in a loop that never yields: no timer and no signal reaches it.',
    attacks: 'the deadline, which must come from outside the process',
    expect: 'failed: passed its deadline',
  },
  thrower: {
    kind: 'saboteur',
    file: 'saboteurs/thrower',
    summary: 'Throws things that are no errors, or that strike back when they are looked at.',
    attacks: 'whoever makes a message of what was thrown',
    expect: 'failed: The agent threw',
  },
} as const
