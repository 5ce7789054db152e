/**
 * The agent used a way out that its tier does not watch. It is told, not refused. 'earlier-trial': code that a trial
 * before this one left in the process asked for something, and was refused. 'certificate': a client does not take the
 * certificate by which a host of the world is served to it, and has not reached that. 'own-process': the
 * agent is a process that is in no sandbox. 'tool-elsewhere': leave was given for a tool of this name over MCP, and its call never came here.
 */
export interface UncoveredEvent {
  type: 'uncovered'
  /** Which way out. */
  what:
    | 'child-process'
    | 'worker-thread'
    | 'native-code'
    | 'dns'
    | 'earlier-trial'
    | 'certificate'
    | 'own-process'
    | 'tool-elsewhere'
  /** The program, the script, the file of the code, the host name or the URL; for 'certificate' the host and what went wrong; for 'own-process' why, and what to do; for 'tool-elsewhere' the tool as the agent named it. */
  detail: string
}
